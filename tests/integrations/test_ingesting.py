from pathlib import Path

import pytest

from ingest.identify import Told
from ingest.library import Change
from integrations.bootstrap import open_library
from integrations.ingesting import Ingesting, Outcome
from integrations.settings import Settings

NOBODY = Told()
STRATEGY = "# Strategy for Utopia\n\n1. The delegation visits prisons.\n\n2. It supports judges.\n"
CONCLUSIONS = "# Council conclusions on water\n\n1. The Council recalls that water is a right.\n"


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Settings with a data folder that does not exist yet."""
    return Settings(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def ingested(
    settings: Settings, *sources: str, told: Told = NOBODY, dry_run: bool = False
) -> list[Outcome]:
    return list(Ingesting(settings, told, dry_run=dry_run).each(sources))


def ids(settings: Settings) -> list[str]:
    return open_library(settings).ids()


def test_a_file_becomes_a_document(home: Settings, files: Path) -> None:
    source = written(files, "utopia.md", STRATEGY)
    (outcome,) = ingested(home, source)

    assert (outcome.good, outcome.change, outcome.source) == (True, Change.ADDED, source)
    assert outcome.kept
    assert ids(home) == ["strategy-for-utopia"]


def test_the_same_file_again_changes_nothing(home: Settings, files: Path) -> None:
    source = written(files, "utopia.md", STRATEGY)
    ingested(home, source)
    (outcome,) = ingested(home, source)

    assert (outcome.good, outcome.change, outcome.kept) == (True, Change.UNCHANGED, False)


def test_a_changed_file_is_a_new_version_of_the_same_document(home: Settings, files: Path) -> None:
    source = written(files, "utopia.md", STRATEGY)
    ingested(home, source)
    written(files, "utopia.md", STRATEGY.replace("judges", "journalists"))
    (outcome,) = ingested(home, source)

    assert (outcome.good, outcome.change) == (True, Change.UPDATED)
    assert ids(home) == ["strategy-for-utopia"]
    assert len(open_library(home).versions("strategy-for-utopia")) == 2


def test_a_changed_title_is_still_the_same_document(home: Settings, files: Path) -> None:
    source = written(files, "utopia.md", STRATEGY)
    ingested(home, source)
    written(files, "utopia.md", STRATEGY.replace("Strategy for", "New strategy for"))
    ingested(home, source)

    assert ids(home) == ["strategy-for-utopia"]


def test_wrong_files_do_not_keep_the_good_ones_out(home: Settings, files: Path) -> None:
    outcomes = ingested(
        home,
        written(files, "empty.md", ""),
        written(files, "utopia.md", STRATEGY),
        str(files / "gone.pdf"),
        written(files, "scan.png", b"\x89PNG\r\n\x1a\n"),
        written(files, "water.md", CONCLUSIONS),
    )

    assert [outcome.good for outcome in outcomes] == [False, True, False, False, True]
    assert all(outcome.message for outcome in outcomes if not outcome.good)
    assert ids(home) == ["council-conclusions-on-water", "strategy-for-utopia"]


def test_a_folder_is_read_to_its_depths_in_order(home: Settings, files: Path) -> None:
    written(files, "b/utopia.md", STRATEGY)
    written(files, "a/water.md", CONCLUSIONS)
    written(files, ".hidden.md", "# Hidden\n\nText.")
    outcomes = ingested(home, str(files))

    assert [Path(outcome.source).name for outcome in outcomes] == ["water.md", "utopia.md"]
    assert all(outcome.change is Change.ADDED for outcome in outcomes)


def test_hidden_folders_are_not_read(home: Settings, files: Path) -> None:
    written(files, "water.md", CONCLUSIONS)
    written(files, ".git/description.txt", "An unnamed repository of sorts.")
    outcomes = ingested(home, str(files))

    assert [Path(outcome.source).name for outcome in outcomes] == ["water.md"]


def test_files_of_one_name_in_two_folders_are_two_documents(home: Settings, files: Path) -> None:
    written(files, "utopia/strategy.md", STRATEGY)
    written(files, "erewhon/strategy.md", STRATEGY.replace("Utopia", "Erewhon"))
    outcomes = ingested(home, str(files))

    assert [outcome.change for outcome in outcomes] == [Change.ADDED, Change.ADDED]
    assert ids(home) == ["strategy-for-erewhon", "strategy-for-utopia"]


def test_a_dry_run_keeps_nothing(home: Settings, files: Path) -> None:
    (outcome,) = ingested(home, written(files, "utopia.md", STRATEGY), dry_run=True)

    assert (outcome.good, outcome.change, outcome.kept) == (True, None, False)
    assert outcome.incoming
    assert not home.home.exists()


def test_what_a_person_says_is_kept(home: Settings, files: Path) -> None:
    told = Told(id="utopia", kind="note", status="in force", language="fr")
    ingested(home, written(files, "utopia.md", STRATEGY), told=told)
    facts = open_library(home).document("utopia").facts

    assert (facts.kind, facts.status, facts.language) == ("note", "in force", "fr")


@pytest.mark.parametrize("identifier", ["Not An Id", "../escape", "a/b", "x" * 101])
def test_an_id_that_is_none_is_said_so(home: Settings, files: Path, identifier: str) -> None:
    source = written(files, "utopia.md", STRATEGY)
    (outcome,) = ingested(home, source, told=Told(id=identifier))

    assert not outcome.good
    assert "can't be the id of a document" in outcome.message
    assert ids(home) == []


def test_a_file_that_is_the_plan_is_not_added_again(home: Settings, files: Path) -> None:
    source = written(files, "plan.md", STRATEGY)
    (outcome,) = ingested(home, source, told=Told(reference="JOIN(2020) 5 final"))

    assert not outcome.good
    assert "ships with aide" in outcome.message


def test_council_conclusions_on_the_plan_are_added(home: Settings, files: Path) -> None:
    cover = (
        "12848/20\n\nCion doc.: JOIN(2020) 5 final\n\n# Council Conclusions on the EU Action Plan"
    )
    source = written(files, "st12848.md", f"{cover}\n\n1. The Council welcomes the plan.\n")
    (outcome,) = ingested(home, source)

    assert outcome.good, outcome.message


def test_two_notes_that_cite_the_same_law_are_two_documents(home: Settings, files: Path) -> None:
    cited = "\n\nSee Directive 2012/29/EU on the rights of victims.\n"
    outcomes = ingested(
        home,
        written(files, "a.md", f"# Note on victims{cited}"),
        written(files, "b.md", f"# Note on courts{cited}And more."),
    )

    assert [outcome.change for outcome in outcomes] == [Change.ADDED, Change.ADDED]


def test_one_text_under_two_names_is_one_document(home: Settings, files: Path) -> None:
    sources = [written(files, name, STRATEGY) for name in ("a.md", "b.md")]
    outcomes = ingested(home, *sources)

    assert [outcome.good for outcome in outcomes] == [True, True]
    assert len(ids(home)) == 1


def test_an_outcome_is_json_with_the_report(home: Settings, files: Path) -> None:
    (good, bad) = ingested(home, written(files, "utopia.md", STRATEGY), str(files / "gone.md"))
    row = good.to_json()

    assert (row["id"], row["change"], row["kind"]) == ("strategy-for-utopia", "added", "strategy")
    assert (row["labels"], row["coverage"]) == (["cover", "1", "2"], 1.0)
    assert row["digest"] == open_library(home).document("strategy-for-utopia").digest
    assert bad.to_json().keys() == {"source", "good", "message"}


def test_a_data_folder_that_can_not_be_made_is_said_so(tmp_path: Path, files: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    (outcome,) = ingested(Settings(tmp_path / "home"), written(files, "utopia.md", STRATEGY))

    assert not outcome.good
    assert "AIDE_HOME" in outcome.message


def test_an_address_that_can_not_be_reached_is_said_so(home: Settings) -> None:
    (outcome,) = ingested(home, "http://127.0.0.1:9/strategy.pdf")

    assert not outcome.good
    assert outcome.source == "http://127.0.0.1:9/strategy.pdf"
    assert outcome.message
