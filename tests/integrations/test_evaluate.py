import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, FoundPassage, Status
from assistant.gate import QuoteGate
from assistant.pipeline import Assistant
from index.build import build
from index.embed import MiniLM
from ingest.document import Document, DocumentFacts, Kind, OutlineNode
from ingest.passage import Passage
from ingest.source import Source
from integrations.bootstrap import load_assistant
from integrations.evaluate import (
    Figure,
    Question,
    QuestionSetBroken,
    Scored,
    differences,
    figures_of,
    groups,
    read_questions,
    read_run,
    save_run,
    score,
    score_set,
)
from integrations.settings import Settings
from tests.index.samples import ref_of

# Four passages of ten characters each, at 0, 12, 24 and 36; P.1 and P.2 share the label P's start.
TEXT = "Alpha one.\n\nBravo two.\n\nDelta six.\n\nGamma ten."
LABELS = ("A", "B", "P.1", "P.2")
PLACES = {label: (start, start + 10) for label, start in zip(LABELS, (0, 12, 24, 36), strict=True)}
QUOTES = dict(zip(LABELS, TEXT.split("\n\n"), strict=True))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant over a document of four short sentences."""
    facts = DocumentFacts("tiny", "Tiny", "Tiny", "X(1) 1", "plan", "in force", "en", "")
    outline = tuple(
        OutlineNode(label, Kind.PARAGRAPH, start, end, (), "")
        for label, (start, end) in PLACES.items()
    )
    passages = tuple(
        Passage("tiny", label, Kind.PARAGRAPH, (), "", start, end, TEXT[start:end])
        for label, (start, end) in PLACES.items()
    )
    source = Source(Document(facts, TEXT, outline, (), ()), passages)
    settings = Settings(home=tmp_path_factory.mktemp("tiny"))
    build(lambda: [ref_of(source)], "tiny", settings.index_folder, MiniLM.NAME, MiniLM)
    return load_assistant(settings)


def question(*gold: str, also: tuple[str, ...] = (), quotes: tuple[str, ...] = ()) -> Question:
    places, others = (tuple(("", label) for label in labels) for labels in (gold, also))
    return Question("1", "direct", "en", "What?", places, others, quotes)


def found(label: str, *, first: int = 0, last: int = 10) -> FoundPassage:
    start = PLACES[label][0]
    text = TEXT[start + first : start + last]
    return FoundPassage("tiny", label, text, start + first, start + last, 0.5)


def cited(tiny: Assistant, *labels: str) -> tuple[Citation, ...]:
    snapshot = tiny.searcher.snapshot
    gate = QuoteGate({document.facts.id: document for document in snapshot.documents})
    passages = {passage.label: passage for passage in snapshot.passages}
    citations = [gate.cite(1, passages[label], QUOTES[label]) for label in labels]
    return tuple(citation for citation in citations if citation)


def answer(
    *passages: FoundPassage,
    citations: tuple[Citation, ...] = (),
    status: Status = Status.ANSWERED,
) -> Answer:
    return Answer("id", "What?", status, "", citations, passages)


def test_the_figures_of_an_answer(tiny: Assistant) -> None:
    made = answer(found("B"), found("A"), found("P.1"), citations=cited(tiny, "A", "P.1"))
    figures = score(question("A", also=("B",)), made, tiny)

    assert figures == {
        "refused": 0.0,
        "quote_verbatim": 1.0,
        "hit@1": 0.0,
        "hit@5": 1.0,
        "recall@5": 1.0,
        "recall@10": 1.0,
        "charprec@5": 20 / 30,
        "charrec@5": 1.0,
        "quote_prec": 0.5,
        "quote_rec": 1.0,
    }


def test_the_figures_of_an_answer_that_misses_one_of_two(tiny: Assistant) -> None:
    made = answer(found("A"), found("B"), citations=cited(tiny, "B"))
    figures = score(question("A", "P.1"), made, tiny)

    assert figures["hit@1"] == 1.0
    assert figures["recall@5"] == 0.5
    assert figures["charprec@5"] == 0.5
    assert figures["charrec@5"] == 0.5
    assert figures["quote_prec"] == 0.0
    assert figures["quote_rec"] == 0.0


def test_a_passage_behind_the_first_five_counts_for_ten(tiny: Assistant) -> None:
    made = answer(*[found("B")] * 5, found("A"))
    figures = score(question("A"), made, tiny)

    assert figures["hit@5"] == 0.0
    assert figures["recall@5"] == 0.0
    assert figures["recall@10"] == 1.0
    assert figures["charprec@5"] == 0.0


@pytest.mark.parametrize(("last", "hit"), [(4, 0.0), (5, 1.0), (6, 1.0)])
def test_half_of_a_passage_is_enough(tiny: Assistant, last: int, hit: float) -> None:
    figures = score(question("A"), answer(found("A", last=last)), tiny)

    assert figures["hit@1"] == hit
    assert figures["charrec@5"] == last / 10
    assert figures["charprec@5"] == 1.0


def test_characters_that_are_shown_twice_count_once(tiny: Assistant) -> None:
    made = answer(found("A", last=6), found("A", first=4), found("B"))
    figures = score(question("A"), made, tiny)

    assert figures["charprec@5"] == 0.5
    assert figures["charrec@5"] == 1.0


def test_an_answer_without_passages_and_quotes_has_nothing(tiny: Assistant) -> None:
    figures = score(question("A"), answer(status=Status.NOT_FOUND), tiny)

    assert figures["refused"] == 1.0
    assert "quote_verbatim" not in figures
    assert "quote_prec" not in figures
    assert figures["quote_rec"] == figures["hit@5"] == figures["charprec@5"] == 0.0


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (Status.NOT_FOUND, 1.0),
        (Status.OUT_OF_SCOPE, 1.0),
        (Status.ANSWERED, 0.0),
        (Status.PARTIAL, 0.0),
        (Status.PREMISE_REJECTED, 0.0),
    ],
)
def test_of_a_question_without_gold_only_the_refusal_counts(
    tiny: Assistant, status: Status, refused: float
) -> None:
    assert score(question(), answer(found("A"), status=status), tiny) == {"refused": refused}


def test_gold_that_names_a_heading_stands_for_all_below_it(tiny: Assistant) -> None:
    figures = score(question("P"), answer(found("P.1"), found("P.2")), tiny)

    assert figures["recall@5"] == 1.0
    assert score(question("P"), answer(found("P.1")), tiny)["recall@5"] == 0.5


def test_gold_with_a_quote_stands_for_the_quote(tiny: Assistant) -> None:
    asked = question("P", quotes=("GAMMA  ten.",))

    assert score(asked, answer(found("P.2")), tiny)["recall@5"] == 1.0
    assert score(asked, answer(found("P.1")), tiny)["recall@5"] == 0.0


def test_a_set_is_asked_question_by_question(tiny: Assistant) -> None:
    asked = Question("x", "structure", "fr", "Where is “Alpha one.”?", (("", "A"),), (), ())
    (scored,) = score_set([asked], tiny)

    assert (scored.id, scored.category, scored.language) == ("x", "structure", "fr")
    assert scored.answerable


def entry(name: str, category: str, value: float, *, language: str = "en") -> Scored:
    answerable = category != "unanswerable"
    return Scored(name, category, language, answerable, {"hit@1": value})


def test_questions_are_grouped_by_category_language_and_whether_they_have_an_answer() -> None:
    scored = [
        entry("1", "multi", 1.0),
        entry("2", "direct", 1.0, language="de"),
        entry("3", "unanswerable", 0.0),
    ]
    names = {name: [e.id for e in entries] for name, entries in groups(scored).items()}

    assert names == {
        "direct": ["2"],
        "multi": ["1"],
        "unanswerable": ["3"],
        "language de": ["2"],
        "all answerable": ["1", "2"],
        "all unanswerable": ["3"],
    }
    assert list(names)[-2:] == ["all answerable", "all unanswerable"]


def test_a_group_without_questions_is_left_out() -> None:
    assert list(groups([entry("1", "direct", 1.0)])) == ["direct", "all answerable"]
    assert groups([]) == {}


def test_a_figure_is_an_average_with_its_interval() -> None:
    same = [entry(str(n), "direct", 1.0) for n in range(5)]
    mixed = [entry(str(n), "direct", float(n % 2)) for n in range(100)]
    figure = figures_of(mixed)["hit@1"]

    assert figures_of(same) == {"hit@1": Figure(1.0, 1.0, 1.0)}
    assert figure.mean == 0.5
    # The standard error of 100 coins is 0.05; 95 % lie within 1.96 of it.
    assert figure.low == pytest.approx(0.402, abs=0.02)
    assert figure.high == pytest.approx(0.598, abs=0.02)
    assert figures_of([]) == {}


def test_two_runs_differ_over_the_questions_that_both_hold() -> None:
    old = [entry("1", "direct", 0.0), entry("2", "direct", 1.0), entry("gone", "direct", 0.0)]
    new = [entry("1", "direct", 1.0), entry("2", "direct", 1.0), entry("new", "direct", 0.0)]

    assert differences(new, old)["hit@1"].mean == 0.5
    assert differences(old, old) == {"hit@1": Figure(0.0, 0.0, 0.0)}
    assert differences(new, []) == {}


def test_a_run_is_saved_and_read_again(tmp_path: Path) -> None:
    run = [entry("é", "direct", 0.25, language="fr"), entry("2", "unanswerable", 1.0)]
    save_run(run, tmp_path / "run.jsonl")

    assert read_run(tmp_path / "run.jsonl") == run


@pytest.mark.parametrize("content", [b"no json\n", b'{"id": "1"}\n', b"\xff\n", b"[]\n"])
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "run.jsonl").write_bytes(content)

    with pytest.raises(QuestionSetBroken, match=r"run\.jsonl"):
        read_run(tmp_path / "run.jsonl")


def test_a_question_set_is_read(tmp_path: Path) -> None:
    full = {
        "id": 1,
        "category": "direct",
        "lang": "de",
        "question": "Was?",
        "gold": ["A"],
        "also": ["B"],
        "quotes": ["Alpha"],
        "note": "not read",
    }
    short = {"id": "2", "category": "unanswerable", "question": "What?", "gold": []}
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in (full, short))
    (tmp_path / "set.jsonl").write_text(text + "\n", encoding="utf-8")

    assert read_questions(tmp_path / "set.jsonl") == [
        Question("1", "direct", "de", "Was?", (("", "A"),), (("", "B"),), ("Alpha",)),
        Question("2", "unanswerable", "en", "What?", (), (), ()),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"[]",
        b'{"id": "1", "category": "direct", "question": "What?"}',
        b'{"category": "direct", "question": "What?", "gold": []}',
        b'{"id": "1", "category": "direct", "question": "What?", "gold": 5}',
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: bytes) -> None:
    good = b'{"id": "1", "category": "direct", "question": "What?", "gold": []}'
    (tmp_path / "set.jsonl").write_bytes(good + b"\n" + line + b"\n")

    with pytest.raises(QuestionSetBroken, match="line 2"):
        read_questions(tmp_path / "set.jsonl")
