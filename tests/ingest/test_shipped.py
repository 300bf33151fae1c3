import json
import shutil
from pathlib import Path

import pytest

from ingest.document import DocumentFacts
from ingest.errors import CorpusBroken, DocumentUnreadable, ExpansionsBroken
from ingest.expansions import Expansion, ExpansionKind, write_expansions
from ingest.shipped import CORPUS, shipped_sources
from ingest.source import Source

FACTS_FILE = "action-plan-2020-2024.facts.json"
TEXT_FILE = "action-plan-2020-2024.txt"
EXPANSIONS_FILE = "action-plan-2020-2024.expansions.jsonl"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the shipped corpus, without the expansions, to damage."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in (FACTS_FILE, TEXT_FILE):
        shutil.copy(CORPUS / name, folder / name)
    return folder


def with_facts(folder: Path, **changes: object) -> Path:
    facts = json.loads((CORPUS / FACTS_FILE).read_text(encoding="utf-8"))
    kept = {name: value for name, value in {**facts, **changes}.items() if value is not None}
    (folder / FACTS_FILE).write_text(json.dumps(kept), encoding="utf-8")
    return folder


def test_the_plan_ships_with_its_facts(plan: Source) -> None:
    assert plan.document.facts == DocumentFacts(
        id="action-plan-2020-2024",
        title="EU Action Plan on Human Rights and Democracy 2020-2024",
        short_title="EU Action Plan",
        reference="JOIN(2020) 5 final",
        kind="action plan",
        status="in force, extended to 2027",
        language="en",
        source_url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52020JC0005",
        celex="52020JC0005",
        dates=(
            ("published", "2020-03-25"),
            ("period starts", "2020"),
            ("period ended at first", "2024"),
            ("extended on (ST 9508/24)", "2024-05-27"),
            ("extended to", "2027"),
        ),
        reuse_notice=(
            "© European Union. Reuse is authorised with acknowledgement of the source "
            "(Commission Decision 2011/833/EU)."
        ),
    )


def test_the_passages_are_those_of_the_document(plan: Source) -> None:
    assert {passage.document_id for passage in plan.passages} == {"action-plan-2020-2024"}
    assert len(plan.passages) == 183


def test_a_document_without_an_expansions_file_has_none(corpus: Path) -> None:
    (source,) = shipped_sources(corpus)

    assert source.expansions == ()


def test_every_document_of_the_folder_is_read_in_the_order_of_its_name(corpus: Path) -> None:
    facts = json.loads((corpus / FACTS_FILE).read_text(encoding="utf-8"))
    (corpus / "a-page.html").write_text("<p>Text.</p>", encoding="utf-8")
    (corpus / "a-page.facts.json").write_text(
        json.dumps({**facts, "id": "a-page", "file": "a-page.html", "format": "html"}),
        encoding="utf-8",
    )

    assert [source.document.facts.id for source in shipped_sources(corpus)] == [
        "a-page",
        "action-plan-2020-2024",
    ]


@pytest.mark.parametrize("made", [True, False])
def test_a_missing_or_empty_folder_is_a_broken_corpus(tmp_path: Path, *, made: bool) -> None:
    folder = tmp_path / "nothing"
    if made:
        folder.mkdir()

    with pytest.raises(CorpusBroken, match=r"No document ships in .*nothing\. Install the package"):
        shipped_sources(folder)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"facts"', b"null", b"{}", b"\xff\xfe", b'{"dates": {}}']
)
def test_damaged_facts_are_a_broken_corpus(corpus: Path, content: bytes) -> None:
    (corpus / FACTS_FILE).write_bytes(content)

    with pytest.raises(CorpusBroken, match=rf"^The facts file {FACTS_FILE} is damaged .* Install"):
        shipped_sources(corpus)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"file": None},
        {"format": None},
        {"dates": None},
        {"dates": ["2020"]},
        {"colour": "blue"},
        {"format": "odt"},
    ],
)
def test_facts_with_a_field_too_few_too_many_or_wrong_are_a_broken_corpus(
    corpus: Path, changes: dict[str, object]
) -> None:
    with_facts(corpus, **changes)

    with pytest.raises(CorpusBroken, match=rf"^The facts file {FACTS_FILE} is damaged"):
        shipped_sources(corpus)


def test_a_missing_text_is_named(corpus: Path) -> None:
    (corpus / TEXT_FILE).unlink()

    with pytest.raises(DocumentUnreadable, match=rf"^{TEXT_FILE} can't be read"):
        shipped_sources(corpus)


def test_expansions_for_a_label_that_the_document_lacks_are_refused(corpus: Path) -> None:
    expansion = {"label": "VI.A.1", "kind": "terms", "language": "en", "text": "x"}
    (corpus / EXPANSIONS_FILE).write_text(json.dumps(expansion), encoding="utf-8")

    with pytest.raises(ExpansionsBroken, match=r'line 1: no passage has the label "VI\.A\.1"'):
        shipped_sources(corpus)


SITUATION = Expansion("I.A.1", ExpansionKind.SITUATION, "en", "Someone is to hang.")
BY_A_MODEL = Expansion("I.A.2", ExpansionKind.TERMS, "de", "Folter")


def test_expansions_that_a_model_wrote_stand_behind_the_shipped_ones(
    corpus: Path, tmp_path: Path
) -> None:
    written = tmp_path / "written"
    write_expansions(corpus / EXPANSIONS_FILE, [SITUATION])
    write_expansions(written / EXPANSIONS_FILE, [BY_A_MODEL])
    (source,) = shipped_sources(corpus, written)

    assert source.expansions == (SITUATION, BY_A_MODEL)


def test_expansions_that_a_model_wrote_need_no_shipped_ones(corpus: Path, tmp_path: Path) -> None:
    write_expansions(tmp_path / EXPANSIONS_FILE, [BY_A_MODEL])
    (source,) = shipped_sources(corpus, tmp_path)

    assert source.expansions == (BY_A_MODEL,)


def test_an_expansion_in_both_folders_counts_once(corpus: Path, tmp_path: Path) -> None:
    write_expansions(corpus / EXPANSIONS_FILE, [SITUATION])
    write_expansions(tmp_path / EXPANSIONS_FILE, [BY_A_MODEL, SITUATION])
    (source,) = shipped_sources(corpus, tmp_path)

    assert source.expansions == (SITUATION, BY_A_MODEL)


@pytest.mark.parametrize("name", ["no-such-folder", "."])
def test_a_folder_without_written_expansions_adds_none(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    write_expansions(corpus / EXPANSIONS_FILE, [SITUATION])
    (source,) = shipped_sources(corpus, tmp_path / name)

    assert source.expansions == (SITUATION,)


def test_written_expansions_of_another_document_are_left_alone(
    corpus: Path, tmp_path: Path
) -> None:
    write_expansions(tmp_path / "another.expansions.jsonl", [BY_A_MODEL])
    (source,) = shipped_sources(corpus, tmp_path)

    assert source.expansions == ()


def test_written_expansions_are_checked_like_the_shipped_ones(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / EXPANSIONS_FILE).write_text("{\n", encoding="utf-8")

    with pytest.raises(ExpansionsBroken, match=rf"^{EXPANSIONS_FILE}, line 1: it is not JSON"):
        shipped_sources(corpus, tmp_path)
