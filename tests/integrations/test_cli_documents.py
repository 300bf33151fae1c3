import json
import shutil
from pathlib import Path

import pytest

from integrations.settings import Settings
from tests.ingest.pdf_samples import Sample
from tests.integrations.command import Aide, Run

PLAN = "action-plan-2020-2024"
UTOPIA, GARDENS = "strategy-for-utopia", "guidelines-on-gardens"
STRATEGY = """# Strategy for Utopia

## I. Prisons

1. The delegation visits the prisons of Utopia every month.

2. The delegation trains the wardens of prisons in the Mandela Rules.

## II. Courts

3. The delegation observes trials of lighthouse keepers.
"""
GUIDELINES = """# Guidelines on gardens

11. Gardens are open to every child of the neighbourhood.

12. Missions report on hedges that keep children out of gardens:

- hedges of thorns;
- hedges of stone.
"""
VISITS = "What does the strategy for Utopia say about visits to prisons?"


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.fixture(scope="module")
def filled(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Aide:
    """The command over an index of the plan and two added documents, for reading alone."""
    folder = tmp_path_factory.mktemp("working")
    home = folder / "home"
    shutil.copytree(settings.home, home)
    aide = Aide(home, folder)
    run = aide(
        "ingest",
        write(folder, "utopia.md", STRATEGY),
        write(folder, "gardens.md", GUIDELINES),
    )
    assert run.code == 0, run.errors
    return aide


@pytest.fixture
def changing(filled: Aide, tmp_path: Path) -> Aide:
    """The same over a copy, for a test to change."""
    folder = tmp_path / "working"
    folder.mkdir()
    home = tmp_path / "home"
    shutil.copytree(filled.home, home)
    for name in ("utopia.md", "gardens.md"):
        shutil.copy(filled.folder / name, folder / name)
    return Aide(home, folder)


def rows(run: Run) -> list[dict[str, object]]:
    assert run.code == 0, run.errors
    return [json.loads(line) for line in run.lines]


def ids(aide: Aide) -> list[object]:
    return [row["id"] for row in rows(aide("documents", "--json"))]


def assert_one_sentence(errors: str) -> None:
    assert len(errors.strip().split("\n")) == 1
    assert errors.strip()


# Ingest


@pytest.mark.slow
def test_a_file_is_reported_a_fact_a_line(spoilt: Aide) -> None:
    run = spoilt("ingest", write(spoilt.folder, "utopia.md", STRATEGY))
    first, facts, passages, coverage = run.lines[:4]

    assert run.code == 0
    assert first.split() == ["added", UTOPIA]
    assert facts.strip().startswith("Strategy for Utopia, utopia.md (strategy; added here")
    assert "under 2 headings" in passages
    assert coverage.strip().startswith("100.00% of the source's characters")
    assert "Passages: " in run.errors


def test_a_file_can_be_asked_at_once(filled: Aide) -> None:
    run = filled("ask", VISITS, "--json")
    (answer,) = rows(run)
    (citation,) = [c for c in answer["citations"] if c["label"] == "1"]  # type: ignore[attr-defined]

    assert answer["status"] == "answered"
    assert citation["document"] == UTOPIA
    assert "visits the prisons of Utopia" in citation["quote"]
    assert citation["document_kind"] == "strategy"


def test_the_outcome_of_each_file_is_a_line_of_json(filled: Aide, tmp_path: Path) -> None:
    good = write(tmp_path, "new.md", "# A note on lamps\n\n1. Lamps are lit.\n")
    run = filled("ingest", good, str(tmp_path / "gone.pdf"), "--json", "--dry-run")
    added, failed = (json.loads(line) for line in run.lines)

    assert run.code == 1
    assert (added["source"], added["good"], added["labels"]) == (good, True, ["cover", "1"])
    assert (added["id"], added["change"], added["coverage"]) == ("a-note-on-lamps", None, 1.0)
    assert (failed["good"], failed["message"].split(" (")[0]) == (False, "gone.pdf can't be read")


def test_a_dry_run_shows_the_outline_as_a_tree_and_keeps_nothing(fresh: Aide) -> None:
    run = fresh("ingest", write(fresh.folder, "utopia.md", STRATEGY), "--dry-run")
    tree = run.lines[run.lines.index(next(x for x in run.lines if "[heading]" in x)) :]

    assert run.code == 0
    assert run.lines[0].split() == ["read", UTOPIA]
    assert [line[: len(line) - len(line.lstrip())] + line.split()[0] for line in tree] == [
        "  I", "    1", "    2", "  II", "    3",
    ]  # fmt: skip
    assert not fresh.home.exists()


@pytest.mark.slow
def test_a_folder_is_added_and_wrong_files_do_not_keep_the_good_ones_out(spoilt: Aide) -> None:
    write(spoilt.folder, "all/a/utopia.md", STRATEGY)
    write(spoilt.folder, "all/b/gardens.md", GUIDELINES)
    write(spoilt.folder, "all/empty.txt", "")
    write(spoilt.folder, "all/scan.jpg", b"\xff\xd8\xff\xe0")
    run = spoilt("ingest", "all")
    refused = [line for line in run.lines if line.startswith("NOT ADDED")]

    assert run.code == 1
    assert [line.split(": ")[0].split("/")[-1] for line in refused] == ["empty.txt", "scan.jpg"]
    assert "Passages: " in run.errors
    assert ids(spoilt) == [PLAN, GARDENS, UTOPIA]


def test_a_page_of_html_that_is_named_pdf_is_added(fresh: Aide) -> None:
    page = "<!DOCTYPE html><html><body><h1>Strategy for Lilliput</h1><p>1. Be small.</p></body>"
    (row,) = rows(fresh("ingest", write(fresh.folder, "lilliput.pdf", page), "--dry-run", "--json"))

    assert row["id"] == "strategy-for-lilliput"


@pytest.mark.slow
def test_pages_of_a_pdf_are_cited(changing: Aide) -> None:
    sample = Sample(title="Strategy for Lilliput").heading("Strategy for Lilliput")
    sample.item("1.", "The delegation counts ropes and pegs on the beach of Lilliput every year.")
    sample.page().item("2.", "The delegation measures the tall hats of the lords of Lilliput.")
    changing("ingest", write(changing.folder, "lilliput.pdf", sample.bytes()))
    (answer,) = rows(
        changing("ask", "Who measures the tall hats of the lords of Lilliput?", "--json")
    )
    citations = answer["citations"]
    assert isinstance(citations, list)

    assert (citations[0]["document"], citations[0]["label"]) == ("strategy-for-lilliput", "2")
    assert citations[0]["page"] == 2


def test_the_same_file_again_is_unchanged_and_indexes_nothing(filled: Aide) -> None:
    run = filled("ingest", "utopia.md")

    assert run.code == 0
    assert run.lines[0].split() == ["unchanged", UTOPIA]
    assert run.errors == ""


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("utopia.md", "--guidelines"),
        ("a.md", "b.md", "--id", "x"),
        ("a.md", "b.md", "--title", "x"),
        ("a.md", "b.md", "--reference", "x"),
        ("--guidelines", "--id", "x"),
        ("a.md", "--kind", "poem"),
        ("a.md", "--language", "klingon"),
        ("a.md", "--no-such-option"),
    ],
)
def test_wrong_usage_is_said_so(fresh: Aide, arguments: tuple[str, ...]) -> None:
    for name in ("a.md", "b.md"):
        write(fresh.folder, name, STRATEGY)
    run = fresh("ingest", *arguments)

    assert run.code == 2
    assert run.output == ""
    assert run.errors.strip()
    assert not fresh.home.exists()


def test_one_id_is_not_for_a_folder_of_documents(fresh: Aide) -> None:
    write(fresh.folder, "all/a.md", STRATEGY)
    write(fresh.folder, "all/b.md", GUIDELINES)
    run = fresh("ingest", "all", "--id", "mine", "--dry-run")

    assert run.code == 2


def test_an_empty_folder_is_said_to_be_empty(fresh: Aide) -> None:
    (fresh.folder / "empty").mkdir()
    run = fresh("ingest", "empty", "--dry-run")

    assert "empty" in run.output + run.errors


# Update


@pytest.mark.slow
def test_a_changed_file_is_updated_and_old_receipts_still_verify(changing: Aide) -> None:
    answer = changing("ask", VISITS, "--json").output
    write(changing.folder, "answer.json", answer)
    write(changing.folder, "utopia.md", STRATEGY.replace("every month", "every week"))
    updated = changing("ingest", "utopia.md")
    verified = changing("verify", "answer.json")
    difference = changing("documents", "--diff", UTOPIA)
    as_json = rows(changing("documents", "--diff", UTOPIA, "--json"))
    again = json.loads(changing("ask", VISITS, "--json").output)

    assert updated.lines[0].split() == ["updated", UTOPIA]
    assert verified.code == 0, verified.output
    assert f"{UTOPIA} 1" in verified.output
    assert difference.output == (
        "changed  1\n  1. The delegation visits the prisons of Utopia every [-month.-]{+week.+}\n"
    )
    assert [(row["label"], row["kind"]) for row in as_json] == [("1", "changed")]
    assert "every week" in again["text"]


@pytest.mark.slow
def test_only_what_changed_is_encoded_anew(changing: Aide) -> None:
    write(changing.folder, "utopia.md", STRATEGY.replace("every month", "every week"))
    run = changing("ingest", "utopia.md")
    _, written, deleted, encoded = (
        int(number) for number in "".join(c if c.isdigit() else " " for c in run.errors).split()
    )

    assert (written, deleted) == (1, 0)
    assert 1 <= encoded <= 4


@pytest.mark.slow
def test_a_receipt_of_a_removed_document_verifies_until_its_texts_are_forgotten(
    changing: Aide,
) -> None:
    write(changing.folder, "answer.json", changing("ask", VISITS, "--json").output)
    removed = changing("remove", UTOPIA)
    kept = changing("verify", "answer.json")
    forgotten = changing("remove", UTOPIA, "--with-texts")
    lost = changing("verify", "answer.json")

    assert (removed.code, kept.code) == (0, 0)
    assert forgotten.code == 0, forgotten.errors
    assert lost.code == 1
    assert "WRONG" in lost.output


def test_a_document_of_one_version_has_no_difference(filled: Aide) -> None:
    run = filled("documents", "--diff", UTOPIA)

    assert (run.code, run.output) == (0, "")
    assert "one version" in run.errors


@pytest.mark.parametrize("identifier", ["no-such-document", "../utopia"])
def test_the_difference_of_an_unknown_document_is_one_sentence(
    filled: Aide, identifier: str
) -> None:
    run = filled("documents", "--diff", identifier)

    assert (run.code, run.output) == (1, "")
    assert UTOPIA in run.errors
    assert_one_sentence(run.errors)


# Remove


@pytest.mark.slow
def test_a_removed_document_is_out_of_the_answers(changing: Aide) -> None:
    run = changing("remove", UTOPIA)
    shown = changing("search", "prisons of Utopia", "--json")

    assert run.code == 0
    assert f"{UTOPIA} is removed." in run.errors
    assert ids(changing) == [PLAN, GARDENS]
    assert not [row for row in rows(shown) if row["document"] == UTOPIA]


def test_the_plan_can_not_be_removed(filled: Aide) -> None:
    run = filled("remove", PLAN)

    assert (run.code, run.output) == (1, "")
    assert run.errors == f"{PLAN} ships with aide and can't be removed.\n"
    assert PLAN in ids(filled)


@pytest.mark.parametrize("identifier", ["no-such-document", "../../home", "", "."])
def test_a_document_that_was_not_added_can_not_be_removed(filled: Aide, identifier: str) -> None:
    run = filled("remove", identifier)

    assert (run.code, run.output) == (1, "")
    assert_one_sentence(run.errors)
    assert ids(filled) == [PLAN, GARDENS, UTOPIA]


# Lists and filters


def test_documents_are_listed_with_their_kind_and_status(filled: Aide) -> None:
    run = filled("documents")
    lines = dict(line.split("\t") for line in run.lines)

    assert list(lines) == [PLAN, GARDENS, UTOPIA]
    assert "(strategy; added here, status not known)" in lines[UTOPIA]
    assert lines[GARDENS].endswith("indexed")


def test_the_register_lists_the_13_guidelines(filled: Aide) -> None:
    run = filled("documents", "--register")
    found = rows(filled("documents", "--register", "--json"))

    assert len(run.lines) == len(found) == 13
    assert any("12107/19" in line and "not added" in line for line in run.lines)
    assert {"id", "title", "reference", "status", "adopted", "objectives"} <= set(found[0])


def test_the_text_of_an_added_document_is_printed_exactly(filled: Aide) -> None:
    run = filled("documents", "--text", GARDENS)

    assert run.output.startswith("Guidelines on gardens\n\n11. Gardens are open")
    assert run.output.endswith("\nhedges of thorns;\nhedges of stone.")


@pytest.mark.slow
def test_a_search_can_be_within_one_document_or_kind(filled: Aide) -> None:
    by_document = rows(filled("search", "children", "--document", GARDENS, "--json"))
    by_kind = rows(filled("search", "children", "--kind", "strategy", "--json"))
    by_both = rows(
        filled("search", "prisons", "--kind", "strategy", "--document", GARDENS, "--json")
    )

    assert {row["document"] for row in by_document} == {GARDENS}
    assert {row["document"] for row in by_kind} <= {UTOPIA}
    assert {row["document"] for row in by_both} <= {GARDENS, UTOPIA}


def test_an_answer_is_from_the_documents_that_are_named(filled: Aide) -> None:
    (answer,) = rows(filled("ask", "Who visits prisons?", "--document", UTOPIA, "--json"))
    citations = answer["citations"]
    assert isinstance(citations, list)

    assert {citation["document"] for citation in citations} == {UTOPIA}


@pytest.mark.parametrize(
    "option", [("--document", "no-such"), ("--kind", "poem"), ("--kind", "law")]
)
def test_a_filter_that_fits_nothing_is_wrong_usage(filled: Aide, option: tuple[str, str]) -> None:
    run = filled("search", "children", *option)

    assert (run.code, run.output) == (2, "")
    assert option[1] in run.errors
    assert_one_sentence(run.errors)


# Show


def test_a_label_that_one_document_alone_has_is_shown_from_it(filled: Aide) -> None:
    run = filled("show", "12")

    assert run.code == 0
    assert run.output.startswith("12\t12. Missions report on hedges")
    assert "hedges of stone." in run.output


def test_a_label_of_the_plan_is_shown_from_the_plan(filled: Aide) -> None:
    plan, strategy = filled("show", "I"), filled("show", "I", "--document", UTOPIA)

    assert "Utopia" not in plan.output
    assert [line.split("\t")[0] for line in strategy.lines] == ["I", "1", "2"]


def test_a_label_that_a_named_document_does_not_have_is_one_sentence(filled: Aide) -> None:
    run = filled("show", "12", "--document", UTOPIA)

    assert (run.code, run.output) == (1, "")
    assert "12" in run.errors
    assert "Utopia" in run.errors
    assert_one_sentence(run.errors)


@pytest.mark.slow
def test_a_damaged_document_can_be_ingested_again_as_its_message_says(changing: Aide) -> None:
    for file in (changing.home / "documents" / UTOPIA).glob("*.json"):
        file.write_text("{")
    listed = changing("documents")
    other = changing("ingest", write(changing.folder, "x.md", "# Note on x\n\nText."))
    again = changing("ingest", "utopia.md")

    assert listed.code == 0
    assert UTOPIA not in listed.output
    assert other.lines[0].split() == ["added", "note-on-x"]
    assert again.code == 0, again.output
