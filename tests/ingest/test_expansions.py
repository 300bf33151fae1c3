import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Kind
from ingest.errors import ExpansionsBroken
from ingest.expansions import (
    EXPANSIONS_SUFFIX,
    LANGUAGES,
    MAX_CHARACTERS,
    Expansion,
    ExpansionKind,
    read_expansions,
    write_expansions,
)
from ingest.source import Source

LABELS = ["I.A.1", "COM.1.1"]
GOOD = {"label": "I.A.1", "kind": "situation", "language": "en", "text": "Someone is to hang."}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def written(path: Path, *lines: str) -> Path:
    file = path / "plan.expansions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_line_is_an_expansion(tmp_path: Path) -> None:
    path = written(tmp_path, line(), "", line(kind="terms", language="fr", text="peine de mort"))

    assert read_expansions(path, LABELS) == [
        Expansion("I.A.1", ExpansionKind.SITUATION, "en", "Someone is to hang."),
        Expansion("I.A.1", ExpansionKind.TERMS, "fr", "peine de mort"),
    ]


def test_a_missing_file_means_no_expansions(tmp_path: Path) -> None:
    assert read_expansions(tmp_path / "none.expansions.jsonl", LABELS) == []


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.expansions.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line().encode() + b"\r\n" + line(text="b").encode())

    assert [expansion.text for expansion in read_expansions(path, LABELS)] == [GOOD["text"], "b"]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, line(text="one\u2028two\u0085three"))

    assert [e.text for e in read_expansions(path, LABELS)] == ["one\u2028two\u0085three"]


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("{", "it is not JSON"),
        ("not JSON", "it is not JSON"),
        (line() + ",", "it is not JSON"),
        ("[]", "it must be an object with the fields kind, label, language, text"),
        ('"text"', "it must be an object with the fields"),
        ("null", "it must be an object with the fields"),
        (json.dumps({"label": "I.A.1"}), "it must be an object with the fields"),
        (line(extra="x"), "it must be an object with the fields"),
        (line(text=""), "every field must be a text that is not empty"),
        (line(text=" \n"), "every field must be a text that is not empty"),
        (line(label=1), "every field must be a text that is not empty"),
        (line(language=None), "every field must be a text that is not empty"),
        (line(kind="poem"), 'kind "poem" is none of content, situation, terms'),
        (line(language="xx"), 'language "xx" is no official EU language code'),
        (line(language="EN"), 'language "EN" is no official EU language code'),
        (line(text="x" * 1001), "the text has 1001 characters, at most 1000 fit"),
        (line(label="I.A.12"), 'no passage has the label "I.A.12"'),
        (line(label="i.a.1"), 'no passage has the label "i.a.1"'),
    ],
)
def test_a_broken_line_is_named_with_what_is_wrong(
    tmp_path: Path, broken: str, problem: str
) -> None:
    path = written(tmp_path, line(), "", broken, line(text="another"))

    with pytest.raises(ExpansionsBroken) as caught:
        read_expansions(path, LABELS)

    assert str(caught.value).startswith(f"plan.expansions.jsonl, line 3: {problem}")
    assert str(caught.value).endswith(". Correct or delete this line.")


def test_a_line_that_repeats_another_names_both(tmp_path: Path) -> None:
    path = written(tmp_path, line(text="a"), line(), line(text="b"), line())

    with pytest.raises(ExpansionsBroken, match="line 4: it repeats line 2"):
        read_expansions(path, LABELS)


def test_the_same_text_may_lead_to_another_passage_in_another_kind_or_language(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, line(), line(label="COM.1.1"), line(kind="terms"), line(language="de"))

    assert len(read_expansions(path, LABELS)) == 4


def test_the_longest_text_that_fits_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, line(text="x" * 1000))

    assert len(read_expansions(path, LABELS)[0].text) == 1000


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.expansions.jsonl"
    path.write_bytes(line().encode() + b"\n" + line(text="Dé").encode("latin-1"))

    with pytest.raises(ExpansionsBroken, match=r"^plan\.expansions\.jsonl is not UTF-8 \(byte"):
        read_expansions(path, LABELS)


def test_without_labels_any_label_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, line(label="I.A.12"), line(label="anything"))

    assert [expansion.label for expansion in read_expansions(path)] == ["I.A.12", "anything"]
    with pytest.raises(ExpansionsBroken, match=r'no passage has the label "I\.A\.12"'):
        read_expansions(path, [])


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("not JSON", "it is not JSON"),
        (line(label=""), "every field must be a text"),
        (line(kind="poem"), 'kind "poem" is none of'),
        (line(), "it repeats line 1"),
    ],
)
def test_without_labels_everything_else_is_checked(
    tmp_path: Path, broken: str, problem: str
) -> None:
    path = written(tmp_path, line(), broken)

    with pytest.raises(ExpansionsBroken, match=f"line 2: {problem}"):
        read_expansions(path)


def test_what_is_written_is_a_line_for_each_expansion(tmp_path: Path) -> None:
    path = tmp_path / "plan.expansions.jsonl"
    write_expansions(
        path,
        [
            Expansion("I.A.1", ExpansionKind.SITUATION, "en", "Someone is to hang."),
            Expansion("I.A.1", ExpansionKind.TERMS, "bg", "смъртно\n\u2028наказание"),
        ],
    )

    assert path.read_text(encoding="utf-8").split("\n") == [
        line(),
        line(kind="terms", language="bg", text="смъртно\n\u2028наказание"),
        "",
    ]


@given(
    st.lists(
        st.builds(
            Expansion,
            st.sampled_from(LABELS),
            st.sampled_from(ExpansionKind),
            st.sampled_from(sorted(LANGUAGES)),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=MAX_CHARACTERS).filter(
                str.strip
            ),
        ),
        unique=True,
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, expansions: list[Expansion]
) -> None:
    path = tmp_path_factory.mktemp("written") / "plan.expansions.jsonl"
    write_expansions(path, expansions)

    assert read_expansions(path) == expansions
    assert read_expansions(path, LABELS) == expansions


def test_writing_makes_the_folder_and_leaves_nothing_else_in_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / f"plan{EXPANSIONS_SUFFIX}"
    write_expansions(path, [])

    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert read_expansions(path) == []


def test_writing_replaces_what_was_there_and_what_a_kill_left_behind(tmp_path: Path) -> None:
    path = written(tmp_path, *(line(text=str(number)) for number in range(9)))
    path.with_suffix(".unfinished").write_text('{"label": "I.A', encoding="utf-8")
    kept = read_expansions(path)[:2]
    write_expansions(path, kept)

    assert read_expansions(path) == kept
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = written(tmp_path, line())
    half = Expansion("I.A.1", ExpansionKind.TERMS, "en", "half a character \ud83d")

    with pytest.raises(UnicodeEncodeError):
        write_expansions(path, [half])

    assert [expansion.text for expansion in read_expansions(path)] == [GOOD["text"]]


def test_the_languages_are_the_24_official_ones() -> None:
    assert len(LANGUAGES) == 24
    assert all(len(code) == 2 for code in LANGUAGES)


def test_the_shipped_expansions_lead_to_every_passage_that_is_searched(plan: Source) -> None:
    searched = {p.label for p in plan.passages if p.kind not in (Kind.HEADING, Kind.COVER)}

    assert len(searched) == 153
    assert {expansion.label for expansion in plan.expansions} == searched


def test_the_shipped_expansions_cover_all_24_languages_for_each_label(plan: Source) -> None:
    languages: dict[str, set[str]] = {}
    for expansion in plan.expansions:
        languages.setdefault(expansion.label, set()).add(expansion.language)
    lacking = {label: sorted(LANGUAGES - found) for label, found in languages.items()}

    assert {label: codes for label, codes in lacking.items() if codes} == {}


def test_the_shipped_expansions_have_every_kind_for_each_label_and_language(plan: Source) -> None:
    counted = Counter((e.label, e.language, e.kind) for e in plan.expansions)
    labels = {expansion.label for expansion in plan.expansions}
    lacking = [
        (label, language, kind.value)
        for label in sorted(labels)
        for language in sorted(LANGUAGES)
        for kind in ExpansionKind
        if kind is not ExpansionKind.UNANSWERED  # for English questions alone
        if not counted[label, language, kind]
    ]

    assert lacking == []
