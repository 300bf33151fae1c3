import pytest

from assistant.grounding import Evidence, Grounding
from assistant.pipeline import Assistant

DEATH_PENALTY, TORTURE, DEFENDERS, LGBTI = "I.A.1", "I.A.2", "I.A.3", "I.A.7"
DISABILITIES, PARLIAMENTS, COURT, CORRUPTION = "I.B.3", "II.A.7", "I.E.2", "II.A.6"
TRENDS, TREATY, INTERNET, CHILD_LABOUR = "COM.2.2", "COM.1.5", "II.C.4", "I.F.3"
COUNCIL = "III.A.2"


def evidence(assistant: Assistant, *labels: str) -> Evidence:
    """The passages with these labels, as what a sentence rests on."""
    passages = assistant.searcher.snapshot.passages
    rows = tuple(row for row, passage in enumerate(passages) if passage.label in labels)
    return Evidence(tuple(passages[row] for row in rows), rows)


def problem(
    assistant: Assistant,
    prose: str,
    *labels: str,
    language: str = "en",
    around_quotes: bool = False,
) -> str:
    grounding = Grounding(assistant.searcher.snapshot.grams, language)
    return grounding.problem(prose, evidence(assistant, *labels), around_quotes=around_quotes)


@pytest.mark.parametrize(
    ("label", "prose"),
    [
        (DEATH_PENALTY, "The EU works towards the worldwide abolition of the death penalty."),
        (DEATH_PENALTY, "Where it still exists, the EU insists on respect of minimum standards."),
        (TORTURE, "The EU strives to eradicate torture and to give victims redress."),
        (TORTURE, "It promotes the Global Alliance for Torture-Free Trade."),
        (DEFENDERS, "Human rights defenders and their legal representatives are supported."),
        (LGBTI, "The EU combats discrimination against LGBTI persons."),
        (DISABILITIES, "Partner countries should ratify the UN Convention on disabilities."),
        (COURT, "This includes the International Criminal Court and transitional justice."),
        (TRENDS, "Over 2 600 attacks on human rights defenders were reported."),
        (TRENDS, "Over 2,600 attacks on human rights defenders were reported."),
        (TRENDS, "Armed conflicts are named in Syria, Yemen and South Sudan."),
        (TREATY, "A recommendation to the European Council is made under Article 22(2)."),
        (CHILD_LABOUR, "The EU promotes a zero-tolerance policy on child labour."),
        (COUNCIL, "Some new members do not support certain country resolutions."),
    ],
)
def test_a_sentence_that_says_what_its_passage_says_passes(
    assistant: Assistant, label: str, prose: str
) -> None:
    assert problem(assistant, prose, label) == ""


@pytest.mark.parametrize(
    ("language", "label", "prose"),
    [
        ("fr", DEATH_PENALTY, "L’Union veut abolir la peine de mort dans le monde."),
        ("fr", TORTURE, "Prévenir la torture et aider les victimes."),
        ("fr", DEFENDERS, "L’Union soutient les défenseurs des droits de l’homme."),
        ("de", DEATH_PENALTY, "Die EU will die Todesstrafe weltweit abschaffen."),
        ("de", TORTURE, "Die EU setzt sich gegen Folter und für Opfer ein."),
        ("de", DEFENDERS, "Die EU unterstützt Menschenrechtsverteidiger."),
        ("pl", DEATH_PENALTY, "UE dąży do zniesienia kary śmierci na całym świecie."),
        ("pl", TORTURE, "UE dąży do wyeliminowania tortur poprzez zapobieganie."),
        ("pl", DEFENDERS, "UE wspiera obrońców praw człowieka."),
        (
            "es",
            DEATH_PENALTY,
            "La UE trabaja por la abolición de la pena de muerte en todo el mundo.",
        ),
        ("cs", DEATH_PENALTY, "EU usiluje o celosvětové zrušení trestu smrti."),
        ("fr", DEATH_PENALTY, "L’UE veut abolir la peine de mort dans le monde."),
        pytest.param(
            "it", DEATH_PENALTY, "L'UE si adopera per l'abolizione della pena di morte nel mondo."
        ),
        ("bg", DEATH_PENALTY, "ЕС работи за премахване на смъртното наказание."),
    ],
)
def test_a_sentence_in_another_language_passes(
    assistant: Assistant, language: str, label: str, prose: str
) -> None:
    assert problem(assistant, prose, label, language=language) == ""


@pytest.mark.parametrize(
    ("kind", "label", "prose"),
    [
        ("number", TORTURE, "The EU eradicates torture in 45 countries."),
        ("number", TORTURE, "The EU strives to eradicate torture by 2030."),
        ("number", TRENDS, "As many as 3 600 attacks on human rights defenders were reported."),
        ("number", TRENDS, "As many as 26 attacks on human rights defenders were reported."),
        ("label", TRENDS, "Over 26 attacks on human rights defenders were reported."),
        ("number", TORTURE, "The EU gives redress to two million victims of torture."),
        (
            "number",
            DEATH_PENALTY,
            "The abolition of the death penalty is a goal in twenty countries.",
        ),
        ("number", TORTURE, "Torture was halved: half of the victims have redress."),
        ("name", TORTURE, "The EU eradicates torture with Amnesty International."),
        ("name", DEFENDERS, "The EU supports human rights defenders such as Maria Kolesnikova."),
        ("name", TORTURE, "The EU strives to eradicate torture in Belarus."),
        (
            "name",
            DEATH_PENALTY,
            "Work towards abolition of the death penalty in the United States.",
        ),
        ("name", TRENDS, "Armed conflicts are named in Syria, Yemen and Ukraine."),
        ("name", DEATH_PENALTY, "The abolition of the death penalty is promoted with the OSCE."),
        ("name", TORTURE, "NATO strives to eradicate torture globally."),
        ("name", TORTURE, "The EU strives to eradicate torture globally through the CPT."),
        ("label", TORTURE, "Objective 3 strives to eradicate torture globally."),
        ("label", TORTURE, "The EU strives to eradicate torture, as objective I.A.2 says."),
        ("label", TORTURE, "As section C says, the EU strives to eradicate torture."),
        ("label", TORTURE, "Line II strives to eradicate torture globally."),
        ("label", TREATY, "The recommendation rests on Article 5 of the Treaty."),
        ("label", TORTURE, "The EU strives to eradicate torture (COM.2.3)."),
        ("address", TORTURE, "The EU eradicates torture: https://torture.example/a"),
        ("address", TORTURE, "The EU strives to eradicate torture, see www.torture.example"),
        ("address", TORTURE, "Victims of torture write to help@europa.eu for redress."),
        ("address", TORTURE, "Redress for victims of torture is found on europa.eu today."),
        ("negation", TORTURE, "The EU does not strive to eradicate torture."),
        ("negation", DEFENDERS, "The EU never supports human rights defenders."),
        ("negation", DEATH_PENALTY, "The EU works without minimum standards on the death penalty."),
        ("negation", COUNCIL, "Some new members support certain country resolutions."),
        pytest.param("negation", TORTURE, "The EU promotes torture globally."),
        ("negation", DEATH_PENALTY, "The EU supports the death penalty."),
        ("negation", DEFENDERS, "The EU opposes human rights defenders."),
        ("negation", INTERNET, "The EU promotes internet shutdowns in the context of elections."),
        ("negation", CORRUPTION, "The EU combats the UN Convention against Corruption."),
        ("content", TORTURE, "Bakeries deserve cheaper flour and softer butter."),
        ("content", DEATH_PENALTY, "Fishing quotas are negotiated every winter by ministers."),
        pytest.param(
            "content", TORTURE, "Governments may torture suspects whenever police officers want it."
        ),
    ],
)
def test_a_sentence_that_says_more_or_otherwise_fails(
    assistant: Assistant, kind: str, label: str, prose: str
) -> None:
    assert problem(assistant, prose, label) == kind


@pytest.mark.parametrize(
    ("kind", "language", "label", "prose"),
    [
        ("number", "fr", TORTURE, "Prévenir la torture, 45 victimes."),
        ("label", "fr", TORTURE, "Prévenir la torture et aider 45 victimes."),
        ("label", "de", TORTURE, "Die EU will Folter bis 2030 weltweit beseitigen."),
        ("name", "fr", TORTURE, "L’UE veut éradiquer la torture avec Amnesty International."),
        (
            "name",
            "de",
            DEATH_PENALTY,
            "Die EU fördert mit der OSZE die Abschaffung der Todesstrafe.",
        ),
        ("label", "de", TORTURE, "Ziel 3 will Folter weltweit beseitigen."),
        ("label", "fr", TORTURE, "L’objectif I.A.2 veut éradiquer la torture."),
        ("address", "pl", TORTURE, "Tortury: www.tortury.example"),
        ("negation", "fr", DEATH_PENALTY, "L’Union ne veut pas abolir la peine de mort."),
        ("negation", "de", DEATH_PENALTY, "Die EU ist nicht für die Abschaffung der Todesstrafe."),
        ("negation", "pl", DEATH_PENALTY, "UE nie dąży do zniesienia kary śmierci na świecie."),
        ("content", "fr", TORTURE, "La boulangerie vend souvent des croissants chauds."),
        ("content", "de", TORTURE, "Bäckereien verkaufen morgens frische Brötchen."),
        ("content", "pl", TORTURE, "Piekarnie codziennie robią nowe bułki."),
    ],
)
def test_a_sentence_in_another_language_that_says_more_or_otherwise_fails(
    assistant: Assistant, kind: str, language: str, label: str, prose: str
) -> None:
    assert problem(assistant, prose, label, language=language) == kind


@pytest.mark.parametrize(
    ("language", "prose"),
    [
        ("de", "Die EU fördert weltweit die Todesstrafe."),
        ("fr", "L’Union soutient la peine de mort dans le monde."),
        ("de", "Die EU setzt sich in zwanzig Ländern für die Abschaffung der Todesstrafe ein."),
    ],
)
def test_a_reversal_in_another_language_fails(
    assistant: Assistant, language: str, prose: str
) -> None:
    assert problem(assistant, prose, DEATH_PENALTY, language=language)


def test_what_one_passage_does_not_say_another_one_may(assistant: Assistant) -> None:
    prose = "The EU gives redress for torture and helps parliaments with budgetary oversight."

    assert problem(assistant, prose, TORTURE) == "content"
    assert problem(assistant, prose, TORTURE, PARLIAMENTS) == ""


def test_what_leads_to_a_passage_supports_it(assistant: Assistant) -> None:
    assert problem(assistant, "This objective stands under protecting people.", TORTURE) == ""


def test_around_a_quote_fewer_words_must_be_known(assistant: Assistant) -> None:
    prose = "On victims of torture it is quite outspoken nowadays"

    assert problem(assistant, prose, TORTURE) == "content"
    assert problem(assistant, prose, TORTURE, around_quotes=True) == ""


def test_around_a_quote_a_number_is_still_checked(assistant: Assistant) -> None:
    assert problem(assistant, "In 45 countries torture", TORTURE, around_quotes=True) == "number"


@pytest.mark.parametrize(
    ("prose", "says_something"),
    [
        ("The EU eradicates torture", True),
        ("The plan says:", False),
        ("", False),
        ("– and", False),
        ("The EU also states that", False),
    ],
)
def test_words_of_saying_are_no_content(
    assistant: Assistant, prose: str, says_something: bool
) -> None:
    grounding = Grounding(assistant.searcher.snapshot.grams, "en")

    assert grounding.has_content(prose) is says_something


def test_of_a_sentence_without_words_all_is_known(assistant: Assistant) -> None:
    grounding = Grounding(assistant.searcher.snapshot.grams, "en")

    assert grounding.known_share("The EU says", evidence(assistant, TORTURE)) == 1
    assert grounding.known_share("zzzzz qqqqq", evidence(assistant, TORTURE)) == 0
    assert grounding.known_share("torture qqqqq", evidence(assistant, TORTURE)) == 0.5
