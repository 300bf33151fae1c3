import copy
import json
import re
from pathlib import Path

import pytest

from ingest.errors import CorpusBroken
from ingest.expansions import LANGUAGES, ExpansionKind
from ingest.folding import without_accents
from ingest.registry import (
    FILE,
    RegistryEntry,
    asks_for_guidelines,
    entries_for,
    entry_of,
    entry_with,
    named_in,
    read_registry,
    recognise,
)
from ingest.source import Source


def entry(slug: str) -> RegistryEntry:
    found = entry_with(f"guidelines-{slug}")
    assert found
    return found


def slugs(entries: tuple[RegistryEntry, ...]) -> list[str]:
    return [found.id.removeprefix("guidelines-") for found in entries]


def test_there_are_the_13_guidelines_that_the_plan_counts() -> None:
    assert len({found.id for found in read_registry()}) == 13
    assert entry_with("guidelines-of-a-garden") is None


def test_an_entry_has_what_is_known_of_the_guideline() -> None:
    torture = entry("torture")

    assert torture.short_title == "EU Guidelines on torture"
    assert torture.dates == (
        ("first adopted", "2001-04-09"),
        ("version in force in March 2020", "2019-09-16"),
    )
    assert torture.addresses[0].url == (
        "https://data.consilium.europa.eu/doc/document/ST-12107-2019-INIT/en/pdf"
    )
    assert "2011/833/EU" in torture.reuse_notice


def test_later_revisions_are_among_the_dates_with_their_confirmed_numbers() -> None:
    assert entry("human-rights-dialogues").dates[2:] == (("revised (6279/21)", "2021"),)
    assert entry("children-armed-conflict").dates[2:] == (("revised", "2024-06-24"),)


def test_only_confirmed_numbers_may_be_shown() -> None:
    shown = {found.id: found.confirmed_number for found in read_registry()}

    assert {id_: number for id_, number in shown.items() if number} == {
        "guidelines-torture": "12107/19",
        "guidelines-international-humanitarian-law": "2009/C 303/06",
    }


def test_an_unconfirmed_number_stands_in_no_field_that_is_displayed() -> None:
    for found in read_registry():
        displayed = (found.title, found.short_title, found.status, *map(str, found.dates))

        assert found.confirmed_number or not any(found.number in text for text in displayed)


def test_a_revision_is_downloaded_by_its_own_address() -> None:
    assert entry("human-rights-defenders").addresses[0].url.endswith("ST-16332-2008-REV-2/en/pdf")


def test_the_objectives_are_those_of_the_plan(plan: Source) -> None:
    labels = {passage.label for passage in plan.passages}

    assert all(set(found.objectives) <= labels for found in read_registry())


def test_every_guideline_serves_an_objective_that_its_names_are_found_in(plan: Source) -> None:
    texts = {passage.label: passage.text for passage in plan.passages}

    for found in read_registry():
        assert found in named_in(texts[found.objectives[0]], "en"), found.id


def test_the_guidelines_for_an_objective_stand_with_the_one_it_serves_most_first() -> None:
    assert slugs(entries_for("I.A.1")) == ["death-penalty"]
    assert slugs(entries_for("I.A.7")) == ["lgbti", "non-discrimination"]
    assert entries_for("V.A.1") == ()


@pytest.mark.parametrize(
    ("language", "question", "named"),
    [
        ("en", "What do the guidelines say about ill-treatment in prison?", ["torture"]),
        ("en", "Is capital punishment mentioned?", ["death-penalty"]),
        ("en", "Points on WHRDs please", ["human-rights-defenders"]),
        ("en", "Guidelines on children in armed conflict?", ["children-armed-conflict"]),
        ("en", "children’s rights, then torture", ["rights-of-the-child", "torture"]),
        ("en", "violence against women and girls", ["violence-against-women"]),
        ("en", "discrimination against LGBTI persons", ["lgbti"]),
        ("en", "Is sanitation a right?", ["water-and-sanitation"]),
        ("de", "Was steht in den Leitlinien zur Todesstrafe?", ["death-penalty"]),
        ("de", "Meinungsfreiheit und Glaubensfreiheit",
         ["freedom-of-expression", "freedom-of-religion-or-belief"]),
        ("fr", "les lignes directrices sur la peine de mort", ["death-penalty"]),
        ("fr", "La liberté d’expression en ligne", ["freedom-of-expression"]),
        ("es", "directrices sobre los defensores de los derechos humanos",
         ["human-rights-defenders"]),
        ("pl", "wytyczne w sprawie tortur", ["torture"]),
        ("el", "κατευθυντήριες γραμμές για τα βασανιστήρια", ["torture"]),
        ("bg", "насоките за смъртното наказание", ["death-penalty"]),
        ("fi", "suuntaviivat kuolemanrangaistuksesta", ["death-penalty"]),
        ("mt", "il-linji gwida dwar il-piena tal-mewt", ["death-penalty"]),
        ("ga", "treoirlínte maidir le pionós an bháis", ["death-penalty"]),
        ("it", "le linee guida on human rights dialogues", ["human-rights-dialogues"]),
        ("ar", "torture", ["torture"]),
    ],
)  # fmt: skip
def test_a_question_names_a_guideline_by_its_topic(
    language: str, question: str, named: list[str]
) -> None:
    assert slugs(named_in(question, language)) == named


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How does the execution of the budget go?"),
        ("en", "My cat is ill"),
        ("en", "A strong defender of multilateralism"),
        ("en", "Who monitors elections with women on party lists?"),
        ("en", "The police used a water cannon"),
        ("en", "expressions of interest for the contract"),
        ("fr", "L’exécution du plan"),
        ("fr", "les orientations pour la corruption"),
        ("de", "Was sagt der Plan zum Klimawandel?"),
        ("es", "la ejecución del presupuesto"),
    ],
)
def test_a_question_on_another_topic_names_no_guideline(language: str, question: str) -> None:
    assert named_in(question, language) == ()


def test_the_names_cover_what_staff_call_the_topic_in_every_language(plan: Source) -> None:
    main = {found.objectives[0]: found for found in read_registry()}
    terms = [
        expansion
        for expansion in plan.expansions
        if expansion.kind is ExpansionKind.TERMS and expansion.label in main
    ]
    missed = [
        (expansion.language, expansion.label)
        for expansion in terms
        if expansion.language != "en"
        and main[expansion.label] not in named_in(expansion.text, expansion.language)
    ]

    assert {expansion.language for expansion in terms} == LANGUAGES
    assert missed == []


def test_few_scenes_from_other_objectives_name_a_guideline(plan: Source) -> None:
    served = {label for found in read_registry() for label in found.objectives}
    scenes = [
        expansion
        for expansion in plan.expansions
        if expansion.kind is ExpansionKind.SITUATION
        and expansion.label.startswith(("II.A", "V.A", "V.B"))
        and expansion.label not in served
    ]
    named = [scene for scene in scenes if named_in(scene.text, scene.language)]

    assert len(scenes) > 1000
    assert len(named) < len(scenes) * 0.02


@pytest.mark.parametrize(
    ("language", "question", "asks"),
    [
        ("en", "What do the Guidelines say?", True),
        ("en", "What does the plan say?", False),
        ("de", "Menschenrechtsleitlinien der EU", True),
        ("fr", "les orientations de l’UE", True),
        ("fr", "les orientations sexuelles", False),
        ("el", "οι κατευθυντήριες γραμμές", True),
        ("hu", "az iránymutatások", True),
        ("sv", "riktlinjerna", True),
        ("pl", "Guidelines?", True),
        ("tr", "guidelines", True),
    ],
)
def test_the_word_guidelines_is_known_in_the_question_s_language(
    language: str, question: str, asks: bool
) -> None:
    assert asks_for_guidelines(question, language) is asks


def test_every_name_is_a_pattern_in_lower_case_without_accents() -> None:
    for found in read_registry():
        assert {language for language, _ in found.names} == LANGUAGES
        for _, names in found.names:
            assert names
            for name in names:
                assert re.compile(name)
                assert name.replace(r"\W", "") == without_accents(name)


COVER = """Council of the European Union
Brussels, 16 September 2019
(OR. en)
{number}
COHOM 103
{previous}
OUTCOME OF PROCEEDINGS
Subject: {subject}
"""
TORTURE = "Guidelines on EU Policy Towards Third Countries on Torture and Other Cruel Treatment"


def cover(number: str, subject: str, previous: str = "") -> str:
    return COVER.format(number=number, subject=subject, previous=previous)


@pytest.mark.parametrize("number", ["12107/19", "ST 12107/19", "ST-12107-2019-INIT", "12107 / 19"])
def test_a_document_is_recognised_by_its_confirmed_number(number: str) -> None:
    found = recognise(cover(number, "Something"))

    assert found
    assert (found.entry, found.number, found.version) == (
        entry("torture"),
        "12107/19",
        "2019-09-16",
    )
    assert found.confirmed


def test_a_document_is_recognised_by_its_title_and_its_number_stays_unconfirmed() -> None:
    found = recognise(cover("6120/1/12 REV 1", f"{TORTURE}\nor Punishment"))

    assert found
    assert (found.entry, found.confirmed, found.version) == (entry("torture"), False, "")


def test_an_unconfirmed_number_is_confirmed_by_the_document_with_the_title() -> None:
    text = cover(
        "16332/2/08\nREV 2",
        "Ensuring Protection – European Union Guidelines on\nHuman Rights Defenders",
    )
    found = recognise(text)

    assert found
    assert (found.entry.id, found.number) == (
        "guidelines-human-rights-defenders",
        "16332/2/08 REV 2",
    )


def test_an_unconfirmed_number_alone_recognises_nothing() -> None:
    assert recognise(cover("6846/17", "Total allowable catches of herring for 2017")) is None


def test_a_later_revision_is_known_as_such() -> None:
    found = recognise(
        cover("6279/21", "Revised EU Guidelines on Human Rights Dialogues with partners")
    )

    assert found
    assert (found.entry.id, found.number, found.version) == (
        "guidelines-human-rights-dialogues", "6279/21", "2021",
    )  # fmt: skip


@pytest.mark.parametrize("reference", ["2009/C 303/06", "CELEX 52009XG1215(01)"])
def test_the_guidelines_of_the_official_journal_are_recognised(reference: str) -> None:
    found = recognise(f"Official Journal of the European Union\n({reference})\nPurpose\n1. ...")

    assert found
    assert found.entry.id == "guidelines-international-humanitarian-law"
    assert found.confirmed


def test_the_number_of_a_previous_document_is_not_the_document_s_own() -> None:
    text = cover("9999/21", "Draft Council conclusions", "No. prev. doc.: 12107/19")

    assert recognise(text) is None


@pytest.mark.parametrize(
    "number", ["112107/19", "12107/191", "12107/19 ADD 1", "12107/19 COR 1", "12107/20"]
)
def test_another_number_is_not_taken_for_it(number: str) -> None:
    assert recognise(cover(number, "Something")) is None


@pytest.mark.parametrize(
    "subject",
    [
        "Report on the EU Guidelines on torture",
        "Council conclusions on the EU Guidelines on Human Rights Defenders",
        "EU Guidelines on torture, EU Guidelines on the death penalty, "
        "EU Guidelines on Children and Armed Conflict",
    ],
)
def test_a_document_about_guidelines_is_none_of_them(subject: str) -> None:
    assert entry_of(cover("9999/21", subject)) is None


def test_a_title_behind_the_title_page_is_a_mention() -> None:
    assert entry_of("Annual report. " + "Some text. " * 150 + TORTURE) is None


def test_the_first_title_is_the_document_s_own() -> None:
    text = "EU Guidelines on the death penalty\nThey go with the EU Guidelines on torture."

    assert entry_of(text) == entry("death-penalty")


def test_references_from_elsewhere_recognise_and_confirm_nothing() -> None:
    address = entry("torture").addresses[0].url
    found = recognise("Introduction. The purpose of this text.", [address])

    assert found
    assert (found.entry, found.number) == (entry("torture"), "")


def test_an_address_with_an_unconfirmed_number_recognises_nothing() -> None:
    address = entry("death-penalty").addresses[0].url

    assert recognise("Introduction. The purpose of this text.", [address]) is None


def test_the_plan_is_no_guideline(plan: Source) -> None:
    assert entry_of(plan.document.text) is None


def test_a_text_without_any_of_it_is_no_guideline() -> None:
    assert entry_of("") is None


GOOD = json.loads(FILE.read_text(encoding="utf-8"))


def damaged(**changes: object) -> str:
    raw = copy.deepcopy(GOOD)
    raw["guidelines"][0] |= changes
    return json.dumps(raw)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps({**GOOD, "guidelines": []}),
        json.dumps({**GOOD, "guidelines": [GOOD["guidelines"][0]] * 2}),
        json.dumps({**GOOD, "guidelines_word": {"en": ["guidelines?"]}}),
        json.dumps({**GOOD, "reuse_notice": ""}),
        damaged(id=""),
        damaged(title=None),
        damaged(number_sure="maybe"),
        damaged(objectives=["first"]),
        damaged(addresses=[]),
        damaged(addresses=[{"url": "https://example.eu", "kind": "gif"}]),
        damaged(names={"en": ["torture"]}),
        damaged(later=["2021"]),
    ],
)
def test_a_damaged_registry_is_a_broken_corpus(tmp_path: Path, content: str) -> None:
    file = tmp_path / "guidelines.json"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusBroken, match=r"^The registry guidelines\.json is damaged .* Install"):
        read_registry(file)


def test_a_missing_registry_is_a_broken_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusBroken, match=r"guidelines\.json is damaged"):
        read_registry(tmp_path / "guidelines.json")
