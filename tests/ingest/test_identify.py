import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import DocumentFacts
from ingest.element import Element, Role
from ingest.identify import KINDS, STATUS_UNKNOWN, TITLE_CHARACTERS, Told, identify
from ingest.library import SAFE_ID
from ingest.reading import Reading
from ingest.registry import entry_with

TORTURE = "Guidelines on EU Policy Towards Third Countries on Torture"


def cover(*lines: str) -> list[Element]:
    return [Element(Role.COVER, line) for line in lines]


def council_cover(number: str, subject: str, *others: str) -> list[Element]:
    return cover(
        "Council of the European Union",
        "Brussels, 18 November 2020",
        "(OR. en)",
        number,
        "COHOM 82",
        *others,
        f"Subject: {subject}",
    )


def heading(text: str) -> Element:
    return Element(Role.HEADING, text)


def paragraph(text: str, number: str = "") -> Element:
    return Element(Role.PARAGRAPH, text, number)


def facts_of(
    *elements: Element,
    title: str = "",
    file_name: str = "file.pdf",
    address: str = "",
    told: Told | None = None,
) -> DocumentFacts:
    reading = Reading(elements, (), "", title)
    return identify(reading, file_name, address or file_name, told or Told())


# References


@pytest.mark.parametrize(
    "number",
    ["12848/20", "16332/2/08 REV 2", "5642/24 COR 1", "9620/23 ADD 2", "JOIN(2023) 12 final",
     "COM(2021) 890 final", "SWD(2022) 33 final", "C(2020) 1234 final", "2009/C 303/06",
     "C/2024/1234"],
)  # fmt: skip
def test_a_reference_is_the_number_on_the_cover(number: str) -> None:
    found = facts_of(*council_cover(number, "A subject"), paragraph("The Council notes.", "1."))

    assert found.reference == number


def test_the_number_of_an_earlier_document_on_the_cover_is_not_the_reference() -> None:
    found = facts_of(
        *council_cover(
            "12848/20",
            "Council Conclusions on the EU Action Plan on Human Rights and Democracy",
            "Cion doc.: 8180/20 - JOIN(2020) 5 final",
        ),
        paragraph("The Council welcomes the plan.", "1."),
    )

    assert (found.reference, found.id) == ("12848/20", "12848-20")


@pytest.mark.parametrize(
    "text",
    [
        "The delegation recalls Directive 2012/29/EU on victims of crime.",
        "This is the work of the year 2019/20.",
        "The plan (JOIN(2020) 5 final) is the frame of this strategy.",
        "See Council conclusions 12848/20.",
        "Regulation (EU) 2021/947 sets up an instrument.",
    ],
)
def test_a_number_that_a_text_mentions_is_not_its_reference(text: str) -> None:
    found = facts_of(heading("Strategy for Utopia"), paragraph(text), file_name="utopia.docx")

    assert (found.reference, found.id) == ("utopia.docx", "strategy-for-utopia")


def test_without_a_reference_the_file_names_the_document() -> None:
    found = facts_of(heading("Strategy for Utopia"), file_name="utopia 2024.docx")

    assert (found.reference, found.id) == ("utopia 2024.docx", "strategy-for-utopia")


# Titles, kinds, languages, ids


def test_the_title_is_the_one_of_the_source_else_its_first_heading_else_its_cover() -> None:
    text = [*cover("A cover"), paragraph("Text."), heading("A heading")]

    assert facts_of(*text, title="Its own").title == "Its own"
    assert facts_of(*text).title == "A heading"
    assert facts_of(*text[:2]).title == "A cover"
    assert facts_of(paragraph("Text."), file_name="notes.v2.md").title == "notes.v2"


@pytest.mark.parametrize("file_name", ["README", ".md", "a"])
def test_a_file_name_without_an_ending_is_a_title(file_name: str) -> None:
    assert facts_of(paragraph("Text."), file_name=file_name).title == file_name


def test_a_long_title_is_cut_at_a_word() -> None:
    found = facts_of(heading("Human rights, " * 40))

    assert len(found.title) <= TITLE_CHARACTERS
    assert found.title.endswith((" rights…", " Human…"))
    assert len(found.short_title) <= 80


def test_a_title_of_one_long_word_keeps_its_beginning() -> None:
    assert facts_of(heading("x" * 300)).title.startswith("xxx")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Council conclusions on water", "conclusions"),
        ("COUNCIL CONCLUSIONS ON WATER", "conclusions"),
        ("EU Action Plan on gender equality", "action plan"),
        ("Human rights country strategy for Utopia", "strategy"),
        ("EU Annual Report on human rights", "report"),
        ("Council Regulation (EU) 2020/1998 concerning restrictive measures", "law"),
        ("Directive on reporting", "law"),
        ("Guidelines on gardens", "guidelines"),
        ("Council conclusions on the guidelines on gardens", "conclusions"),
        ("Notes of a meeting", "document"),
        ("Reporting", "document"),
    ],
)
def test_the_kind_is_told_by_the_title(title: str, kind: str) -> None:
    assert facts_of(heading(title)).kind == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les droits de l'homme sont au cœur de la politique étrangère de l'Union.", "fr"),
        ("Съветът подчертава значението на правата на човека.", "bg"),
        ("The Council underlines how much human rights matter.", "en"),
        ("1234 5678", "en"),
    ],
)
def test_the_language_is_one_of_the_eu(text: str, language: str) -> None:
    assert facts_of(paragraph(text)).language == language


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Été à Paris: l'État", "ete-a-paris-l-etat"),
        ("  --  ", "document"),
        ("Стратегия", "document"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_an_id_is_made_of_a_title(title: str, identifier: str) -> None:
    assert facts_of(paragraph("Text."), title=title.strip(), file_name="x.md").id == identifier


@given(st.text(max_size=120), st.text(min_size=1, max_size=40), st.text(max_size=200))
def test_every_document_has_an_id_that_the_library_takes(
    title: str, file_name: str, text: str
) -> None:
    found = facts_of(paragraph(text), title=title.strip(), file_name=file_name)

    assert SAFE_ID.fullmatch(found.id)
    assert found.reference
    assert found.title


# What a person says


def test_what_a_person_says_wins() -> None:
    told = Told("my-id", "My title", "1/24", "note", "in force", "fr")
    found = facts_of(*council_cover("12848/20", "Council conclusions"), told=told)

    assert (
        found.id, found.title, found.reference, found.kind, found.status, found.language,
    ) == ("my-id", "My title", "1/24", "note", "in force", "fr")  # fmt: skip


def test_what_nobody_says_is_unknown() -> None:
    found = facts_of(heading("A strategy"))

    assert (found.status, found.celex, found.dates) == (STATUS_UNKNOWN, "", ())


def test_the_address_is_where_it_came_from() -> None:
    address = "https://example.eu/doc.pdf"

    assert facts_of(heading("A"), address=address).source_url == address
    assert facts_of(heading("A")).source_url == "file.pdf"


# Guidelines of the register


def test_a_guideline_is_known_by_its_number_and_title() -> None:
    found = facts_of(*council_cover("12107/19", TORTURE), paragraph("The EU acts.", "1."))
    entry = entry_with("guidelines-torture")

    assert entry
    assert (found.id, found.title, found.kind) == (entry.id, entry.title, "guidelines")
    assert (found.reference, found.status) == ("12107/19", entry.status)
    assert found.dates == entry.dates
    assert found.reuse_notice == entry.reuse_notice


def test_a_guideline_with_an_unconfirmed_number_is_known_by_its_file() -> None:
    found = facts_of(
        heading("EU Guidelines on Death Penalty"), paragraph("Text."), file_name="death.pdf"
    )

    assert (found.id, found.reference) == ("guidelines-death-penalty", "death.pdf")


def test_a_later_version_of_a_guideline_says_so() -> None:
    found = facts_of(
        *council_cover("6279/21", "EU Guidelines on human rights dialogues with third countries"),
        paragraph("Dialogues matter.", "1."),
    )

    assert (found.id, found.reference) == ("guidelines-human-rights-dialogues", "6279/21")
    assert found.status == "version of 2021"


def test_what_a_person_says_wins_over_the_register() -> None:
    told = Told(id="old-torture", status="replaced by 1/30", kind="document")
    found = facts_of(*council_cover("12107/19", TORTURE), told=told)

    assert (found.id, found.status, found.kind) == ("old-torture", "replaced by 1/30", "document")


@pytest.mark.parametrize(
    "text",
    [
        "We use the EU guidelines on torture and all others.",
        "The delegation applies the EU Guidelines on torture (12107/19) every day.",
        "The Guidelines on EU policy towards third countries on torture are our tool.",
    ],
)
def test_a_text_that_mentions_a_guideline_is_not_that_guideline(text: str) -> None:
    found = facts_of(heading("Human rights country strategy for Utopia"), paragraph(text, "1."))

    assert (found.title, found.kind) == ("Human rights country strategy for Utopia", "strategy")
    assert found.id != "guidelines-torture"


def test_a_corrigendum_to_a_guideline_is_not_that_guideline() -> None:
    found = facts_of(*council_cover("12107/19 COR 1", TORTURE), paragraph("For 'a' read 'b'."))

    assert found.reference != "12107/19"
    assert found.id != "guidelines-torture"
