import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document_names import DocumentNames
from ingest.document import DocumentFacts


def facts(name: str, title: str, kind: str, reference: str = "", short: str = "") -> DocumentFacts:
    return DocumentFacts(
        name, title, short or title, reference or f"{name}.pdf", kind, "in force", "en", "a"
    )


DOCUMENTS = (
    facts(
        "plan",
        "EU Action Plan on Human Rights and Democracy",
        "action plan",
        "JOIN(2020) 5 final",
    ),
    facts("torture", "EU Guidelines on torture", "guidelines", "12107/19"),
    facts("water", "EU Guidelines on Safe Drinking Water", "guidelines", "10145/19"),
    facts("conclusions", "Council conclusions on EU priorities", "conclusions", "5642/24"),
    facts("utopia", "Human rights strategy for Utopia", "strategy"),
    facts("erewhon", "Human rights strategy for Erewhon", "strategy"),
    facts("report", "EU Annual Report 2023", "report", "9620/23 ADD 2"),
    facts("mine", "Talking points on torture", "note"),
)
NAMES = DocumentNames(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the plan say about torture?", ["plan"]),
        ("What does the action plan say about torture?", ["plan"]),
        ("What do the EU guidelines on torture say about visits?", ["torture"]),
        ("guidelines on drinking water: what about schools?", ["water"]),
        ("What does the Utopia strategy say?", ["utopia"]),
        ("What does our human rights strategy for Erewhon say on water?", ["erewhon"]),
        ("What do the Council conclusions on EU priorities say?", ["conclusions"]),
        ("What does the annual report 2023 say on torture?", ["report"]),
        ("my note on torture", ["mine"]),
        ("the plan and the guidelines on torture", ["plan", "torture"]),
        ("What does 12107/19 say?", ["torture"]),
        ("12107/19 and 10145/19", ["torture", "water"]),
        ("what is in JOIN(2020) 5 final", ["plan"]),
        ("WHAT IS IN join(2020) 5 FINAL", ["plan"]),
    ],
)
def test_a_question_names_documents(question: str, named: list[str]) -> None:
    assert list(NAMES.named_in(question, "en")) == named


@pytest.mark.parametrize(
    "question",
    [
        "torture",
        "How does the EU prevent torture?",
        "Utopia",
        "What do the guidelines say about gardens?",
        "What does the strategy say about journalists?",
        "121/07",
        "II.C.3",
        "",
    ],
)
def test_a_question_that_names_none_is_about_all(question: str) -> None:
    assert NAMES.named_in(question, "en") == ()


@pytest.mark.parametrize(
    ("question", "language", "named"),
    [
        ("Que dit le plan d'action sur la torture ?", "fr", "plan"),
        ("Que disent les lignes directrices sur la torture ?", "fr", "torture"),
        ("Was sagt der Aktionsplan zur Folter?", "de", "plan"),
        ("¿Qué dice el plan de acción sobre el agua?", "es", "plan"),
        ("Co mówi plan działania o wodzie?", "pl", "plan"),
        ("Τι λέει το σχέδιο δράσης για το νερό;", "el", "plan"),
    ],
)
def test_documents_are_named_in_every_language(question: str, language: str, named: str) -> None:
    assert NAMES.named_in(question, language) == (named,)


def test_a_single_document_need_not_be_told_from_others() -> None:
    assert DocumentNames(DOCUMENTS[:1]).named_in("What does the plan say?", "en") == ()
    assert DocumentNames(()).named_in("What does the plan say?", "en") == ()


def test_the_only_document_of_a_kind_is_meant_by_its_title_alone() -> None:
    names = DocumentNames(DOCUMENTS[:2])

    assert names.named_in("What do the guidelines on torture say?", "en") == ("torture",)
    assert names.named_in("What do the guidelines on children say?", "en") == ()


@pytest.mark.parametrize(
    ("reference", "question"),
    [
        ("ST 12107/19", "What does 12107/19 say?"),
        ("12107/19 REV 1", "What does 12107/19 say?"),
        ("JOIN(2020) 5 final", "What does JOIN(2020) 5 say?"),
        ("12107/19", "What does ST 12107/19 say?"),
        ("12107/19", "What does 12107/19, paragraph 3 say?"),
    ],
)
def test_a_reference_is_known_in_its_usual_forms(reference: str, question: str) -> None:
    names = DocumentNames((DOCUMENTS[2], facts("other", "Other", "document", reference)))

    assert names.named_in(question, "en") == ("other",)


@pytest.mark.parametrize(
    ("reference", "question"),
    [
        ("2107/19", "What does 12107/19 say?"),
        ("12107/1", "What does 12107/19 say?"),
    ],
)
def test_a_reference_inside_another_names_nothing(reference: str, question: str) -> None:
    names = DocumentNames((DOCUMENTS[2], facts("other", "Other", "document", reference)))

    assert names.named_in(question, "en") == ()


def test_documents_of_one_title_are_named_together() -> None:
    twins = [facts(name, "Strategy for Utopia", "strategy") for name in ("a", "b")]
    names = DocumentNames([DOCUMENTS[0], *twins])

    assert names.named_in("the Utopia country strategy", "en") == ("a", "b")


def test_a_file_name_with_a_year_is_a_reference_when_all_of_it_is_said() -> None:
    names = DocumentNames((DOCUMENTS[0], facts("n", "Talk", "note", "talk2024.md")))

    assert names.named_in("What does talk2024.md say?", "en") == ("n",)
    assert names.named_in("What happened in 2024?", "en") == ()


@given(st.text(max_size=80), st.sampled_from(["en", "fr", "el", "zh", "xx"]))
def test_whatever_is_named_is_a_document_once(question: str, language: str) -> None:
    named = NAMES.named_in(question, language)

    assert set(named) <= {document.id for document in DOCUMENTS}
    assert len(named) == len(set(named))
