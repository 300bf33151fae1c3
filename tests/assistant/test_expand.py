import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import expand as module
from assistant.chat_model import ChatModel, connect
from assistant.errors import ModelUnusable
from assistant.expand import (
    FAILURES_IN_A_ROW,
    TOKENS_OF_A_REPLY,
    ExpansionReport,
    expand,
    tasks_of,
    tokens_needed,
)
from ingest.expansions import (
    LANGUAGES,
    MAX_CHARACTERS,
    Expansion,
    ExpansionKind,
    read_expansions,
)
from ingest.source import Source
from tests.index.samples import COURTS, MEDIA, TORTURE, WATER, expansion, sample_source
from tests.openai_server import OpenAIServer, Reply, Script, said

FILE = "sample.expansions.jsonl"
OBJECTIVES = (TORTURE, MEDIA, WATER, COURTS, "Protect the right to vote.")
GOOD = {
    "content": {"en": "What the EU does.", "de": "Was die EU tut."},
    "situation": ["A man was beaten in a cell. Who helps?", "She was hit. And now?"],
    "terms": ["CAT", "beatings"],
    "unanswered": ["How much money is there?"],
}
BROKEN = "I am sorry, I can't."

Serve = Callable[[Sequence[Reply] | Script], tuple[OpenAIServer, ChatModel]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server with these replies and connects the real client to it."""
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    with ExitStack() as running:

        def start(replies: Sequence[Reply] | Script) -> tuple[OpenAIServer, ChatModel]:
            server = running.enter_context(OpenAIServer(replies).running())
            monkeypatch.setenv("OPENAI_BASE_URL", server.url)
            return server, connect("openai:gpt-test", 20.0)

        yield start


def good(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


def written(serve: Serve, folder: Path, reply: str) -> list[Expansion]:
    """What one passage gets from one reply."""
    _, model = serve([said(reply, 200)])
    report = expand(tasks_of([sample_source((TORTURE,))]), model, folder)
    found = read_expansions(folder / FILE)

    assert report == ExpansionReport(expanded=1, failed=0)
    assert {e.label for e in found} == {"I.A.1"}

    return found


def failed(serve: Serve, folder: Path, reply: Reply) -> bool:
    """Whether one passage gets nothing from one reply."""
    _, model = serve([reply])
    report = expand(tasks_of([sample_source((TORTURE,))]), model, folder)
    return report == ExpansionReport(expanded=0, failed=1) and not (folder / FILE).exists()


def with_written(source: Source, folder: Path) -> Source:
    """The source with what was written for it."""
    labels = {passage.label for passage in source.passages}
    return replace(source, expansions=tuple(read_expansions(folder / FILE, labels)))


def passage_asked(request: dict[str, Any]) -> str:
    text: str = request["messages"][-1]["content"].partition("<passage>\n")[2]
    return text.partition("\n</passage>")[0]


def test_there_is_a_task_for_each_label_that_is_searched() -> None:
    tasks = tasks_of([sample_source((TORTURE, MEDIA))])

    assert [(task.document_id, task.label, task.text) for task in tasks] == [
        ("sample", "I.A.1", TORTURE),
        ("sample", "I.A.2", MEDIA),
    ]
    assert {task.heading for task in tasks} == {"I. People › A. Rights"}


def test_a_label_that_has_expansions_is_left_out() -> None:
    source = sample_source((TORTURE, MEDIA, WATER), [expansion("I.A.2", "A reporter was beaten.")])

    assert [task.label for task in tasks_of([source])] == ["I.A.1", "I.A.3"]


def test_expansions_of_one_document_say_nothing_about_another() -> None:
    first = sample_source((TORTURE,), [expansion("I.A.1", "A man was beaten.")], name="first")
    second = sample_source((TORTURE,), name="second")

    assert [(t.document_id, t.label) for t in tasks_of([first, second])] == [("second", "I.A.1")]


def test_the_parts_of_a_long_passage_are_one_task() -> None:
    long = " ".join(f"Sentence number {number} is about water." for number in range(100))
    source = sample_source((long,))
    parts = [passage.text for passage in source.passages if passage.label == "I.A.1"]
    (task,) = tasks_of([source])

    assert len(parts) > 1
    assert task.text == "\n".join(parts)


def test_without_passages_there_is_nothing_to_do() -> None:
    assert tasks_of([]) == []
    assert tokens_needed([]) == (0, 0)


def test_the_model_is_asked_with_the_passage_its_headings_and_all_languages() -> None:
    (task,) = tasks_of([sample_source((TORTURE,))])
    asked = task.message.user

    assert f"<passage>\n{TORTURE}\n</passage>" in asked
    assert "I. People › A. Rights" in asked
    assert ", ".join(sorted(LANGUAGES)) in asked
    assert "{{" not in asked


def test_places_of_a_prompt_in_a_passage_stay_as_they_are() -> None:
    (task,) = tasks_of([sample_source(("Protect {{heading}} now.",))])

    assert "<passage>\nProtect {{heading}} now.\n</passage>" in task.message.user


def test_the_tokens_needed_grow_with_the_tasks() -> None:
    one = tokens_needed(tasks_of([sample_source((TORTURE,))]))
    three = tokens_needed(tasks_of([sample_source((TORTURE, MEDIA, WATER))]))

    assert (one[1], three[1]) == (TOKENS_OF_A_REPLY, 3 * TOKENS_OF_A_REPLY)
    assert 2 * one[0] < three[0] < 4 * one[0]


def test_every_field_of_a_reply_becomes_expansions(serve: Serve, tmp_path: Path) -> None:
    assert written(serve, tmp_path, good()) == [
        Expansion("I.A.1", ExpansionKind.CONTENT, "en", "What the EU does."),
        Expansion("I.A.1", ExpansionKind.CONTENT, "de", "Was die EU tut."),
        Expansion("I.A.1", ExpansionKind.SITUATION, "en", "A man was beaten in a cell. Who helps?"),
        Expansion("I.A.1", ExpansionKind.SITUATION, "en", "She was hit. And now?"),
        Expansion("I.A.1", ExpansionKind.TERMS, "en", "CAT, beatings"),
        Expansion("I.A.1", ExpansionKind.UNANSWERED, "en", "How much money is there?"),
    ]


@pytest.mark.parametrize(
    "around",
    [
        "```json\n{}\n```",
        "```\n{}\n```",
        "Here is the JSON that you asked for:\n\n```json\n{}\n```\n\nTell me if it fits.",
        "\ufeff{}\n",
    ],
)
def test_json_is_found_inside_markdown_and_words(serve: Serve, tmp_path: Path, around: str) -> None:
    found = written(serve, tmp_path, around.replace("{}", json.dumps(GOOD, indent=2)))

    assert len(found) == 6


def test_texts_in_other_than_the_official_languages_are_left_out(
    serve: Serve, tmp_path: Path
) -> None:
    content = {"ru": "Что", "EN": "What", "en-GB": "What", "": "What", "fr": "Ce que", "mt": "X'"}
    found = written(serve, tmp_path, good(content=content))

    assert [e.language for e in found if e.kind is ExpansionKind.CONTENT] == ["fr", "mt"]


def test_texts_that_would_not_be_read_again_are_left_out(serve: Serve, tmp_path: Path) -> None:
    long, longer = "x" * MAX_CHARACTERS, "x" * (MAX_CHARACTERS + 1)
    situation = ["Who helps?", "", " \n", 7, None, ["So?"], longer, long, " Who helps? "]
    found = written(serve, tmp_path, good(situation=situation))

    assert [e.text for e in found if e.kind is ExpansionKind.SITUATION] == ["Who helps?", long]


@pytest.mark.parametrize("other", [None, "text", 3, ["a"], {"a": ["b"]}])
def test_a_field_of_another_form_is_left_out(serve: Serve, tmp_path: Path, other: object) -> None:
    found = written(serve, tmp_path, good(content=other, poem=other))

    assert {e.kind for e in found} == set(ExpansionKind) - {ExpansionKind.CONTENT}


@pytest.mark.parametrize(
    "reply",
    [
        BROKEN,
        "{",
        "}{",
        good()[:-20],
        "{'content': 'no JSON'}",
        "{}",
        good(situation=[]),
        good(situation="Who helps?"),
        good(situation=["", " "]),
        json.dumps([GOOD, GOOD]),
    ],
)
def test_a_reply_of_another_form_counts_as_failed(serve: Serve, tmp_path: Path, reply: str) -> None:
    assert failed(serve, tmp_path, said(reply, 200))


@pytest.mark.parametrize(
    "reply", [Reply(status=401), Reply((good(),), ends=False), Reply((good(),), cut_after=0)]
)
def test_a_model_that_fails_counts_as_failed(serve: Serve, tmp_path: Path, reply: Reply) -> None:
    assert failed(serve, tmp_path, reply)


def test_a_model_that_hangs_counts_as_failed(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS_FOR_A_PASSAGE", 0.2)

    assert failed(serve, tmp_path, Reply((good(),), delay_seconds=0.6))


def test_the_passage_behind_one_that_failed_is_still_done(serve: Serve, tmp_path: Path) -> None:
    _, model = serve([said(BROKEN), said(good(), 200), said(BROKEN), said(good(), 200)])
    told: list[tuple[int, int]] = []
    source = sample_source(OBJECTIVES[:4])
    report = expand(tasks_of([source]), model, tmp_path, lambda *done: told.append(done))

    assert report == ExpansionReport(expanded=2, failed=2)
    assert {e.label for e in read_expansions(tmp_path / FILE)} == {"I.A.2", "I.A.4"}
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_failures_with_a_success_between_them_do_not_stop_the_work(
    serve: Serve, tmp_path: Path
) -> None:
    _, model = serve([*[said(BROKEN)] * 2, said(good(), 200), *[said(BROKEN)] * 2])

    assert expand(tasks_of([sample_source(OBJECTIVES)]), model, tmp_path) == ExpansionReport(1, 4)


@pytest.mark.parametrize(
    ("reply", "why"), [(said(BROKEN), "no JSON as asked for"), (Reply(status=401), "refused")]
)
def test_a_model_that_fails_again_and_again_is_not_asked_any_more(
    serve: Serve, tmp_path: Path, reply: Reply, why: str
) -> None:
    server, model = serve([said(good(), 200), reply])

    with pytest.raises(ModelUnusable) as caught:
        expand(tasks_of([sample_source(OBJECTIVES)]), model, tmp_path)

    assert str(caught.value) == (
        f"The model openai:gpt-test failed 3 times in a row ({why}). "
        "1 passages are done; the same command goes on from there."
    )
    assert len(server.requests) == 1 + FAILURES_IN_A_ROW


def test_work_that_stopped_goes_on_behind_the_last_passage_that_is_done(
    serve: Serve, tmp_path: Path
) -> None:
    source = sample_source(OBJECTIVES)
    _, failing = serve([said(good(), 200), said(BROKEN)])
    with pytest.raises(ModelUnusable):
        expand(tasks_of([source]), failing, tmp_path)
    kept = read_expansions(tmp_path / FILE)
    server, model = serve([said(good(), 200)])
    report = expand(tasks_of([with_written(source, tmp_path)]), model, tmp_path)

    assert report == ExpansionReport(expanded=4, failed=0)
    assert [passage_asked(request) for request in server.requests] == list(OBJECTIVES[1:])
    assert read_expansions(tmp_path / FILE)[: len(kept)] == kept
    assert tasks_of([with_written(source, tmp_path)]) == []


def test_every_document_has_a_file_of_its_own(serve: Serve, tmp_path: Path) -> None:
    sources = [sample_source((TORTURE,), name="first"), sample_source((MEDIA,), name="second")]

    def script(request: dict[str, Any]) -> Reply:
        return said(good(situation=[f"About: {passage_asked(request)}"]), 200)

    _, model = serve(script)
    expand(tasks_of(sources), model, tmp_path / "made" / "here")
    found = {
        path.name: [e.text for e in read_expansions(path) if e.kind is ExpansionKind.SITUATION]
        for path in (tmp_path / "made" / "here").iterdir()
    }

    assert found == {
        "first.expansions.jsonl": [f"About: {TORTURE}"],
        "second.expansions.jsonl": [f"About: {MEDIA}"],
    }


def test_what_a_person_wrote_into_the_file_stays(serve: Serve, tmp_path: Path) -> None:
    by_hand = '{"label": "I.A.1", "kind": "terms", "language": "en", "text": "by hand"}\n'
    (tmp_path / FILE).write_text(by_hand, encoding="utf-8")
    source = with_written(sample_source((TORTURE, MEDIA)), tmp_path)
    _, model = serve([said(good(), 200)])
    expand(tasks_of([source]), model, tmp_path)

    assert (tmp_path / FILE).read_text(encoding="utf-8").startswith(by_hand)
    assert {e.label for e in read_expansions(tmp_path / FILE)} == {"I.A.1", "I.A.2"}


def test_a_text_with_half_a_character_is_left_out(serve: Serve, tmp_path: Path) -> None:
    found = written(serve, tmp_path, good(situation=["Who helps \ud83d?", "And now?"]))

    assert [e.text for e in found if e.kind is ExpansionKind.SITUATION] == ["And now?"]


def test_a_reply_that_nests_without_end_counts_as_failed(serve: Serve, tmp_path: Path) -> None:
    assert failed(serve, tmp_path, said('{"a":' + "[" * 20_000 + "}", 2_000))
