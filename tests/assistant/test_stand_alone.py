import pytest

from assistant.chat_model import ChatModel, Deadline, Failure
from assistant.conversation import CitedPassage, Turn
from assistant.stand_alone import MAX_CHARACTERS, TURNS_SHOWN, Shape, StandAlone, stand_alone
from tests.assistant.fake_model import FakeModel

ASKED = "What does the plan say about the death penalty?"
CITED = (
    CitedPassage(1, "plan", "I.A.1"),
    CitedPassage(2, "guidelines", "3.2"),
    CitedPassage(3, "plan", "COM.2.2"),
)
QUESTIONS = {
    "en": ASKED,
    "fr": "Que dit le plan sur la peine de mort ?",
    "de": "Was sagt der Plan zur Todesstrafe?",
    "pl": "Co plan mówi o karze śmierci?",
    "es": "¿Qué dice el plan sobre la pena de muerte?",
    "el": "Τι λέει το σχέδιο για τη θανατική ποινή;",
}


def turn(question: str = ASKED, language: str = "en") -> Turn:
    return Turn(question, question, language, "id", "answered", CITED)


def meant(
    question: str, *turns: Turn, language: str = "en", model: ChatModel | None = None
) -> StandAlone:
    """What a message means after these turns, or after one in this language."""
    before = turns or (turn(QUESTIONS[language], language),)
    return stand_alone(question, before, model, Deadline(20) if model else None)


def test_without_turns_a_message_is_taken_as_it_is() -> None:
    model = FakeModel("never asked")

    assert stand_alone("the second one", [], model, Deadline(20)) == StandAlone("the second one")
    assert model.messages == []


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("the first one", 1),
        ("The second one?", 2),
        ("show me the 2nd quote", 2),
        ("the third passage please", 3),
        ("the last one", 3),
        ("[2]", 2),
        ("[2]?", 2),
        ("quote 3", 3),
        ("passage [1]", 1),
    ],
)
def test_a_citation_of_the_last_answer_can_be_pointed_to(message: str, number: int) -> None:
    cited = CITED[number - 1]

    assert meant(message) == StandAlone(cited.label, "en", documents=(cited.document,))


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "le deuxième"),
        ("fr", "la seconde citation"),
        ("de", "das zweite Zitat"),
        ("de", "das zweite bitte"),
        ("pl", "drugi cytat"),
        ("pl", "cytat 2"),
        ("es", "el segundo"),
        ("el", "το δεύτερο"),
    ],
)
def test_a_citation_can_be_pointed_to_in_other_languages(language: str, message: str) -> None:
    assert meant(message, language=language) == StandAlone(
        "3.2", language, documents=("guidelines",)
    )


def test_only_the_last_answer_is_pointed_into() -> None:
    older = Turn("q", "q", "en", "id", "answered", (CitedPassage(1, "old", "X"),))

    assert meant("the first one", older, turn()).documents == ("plan",)


@pytest.mark.parametrize("message", ["the fourth one", "[4]", "[0]", "quote 17", "the fifth quote"])
def test_a_number_that_was_not_given_points_to_nothing(message: str) -> None:
    assert meant(message).documents == ()


def test_an_answer_without_citations_has_no_last_one() -> None:
    empty = Turn(ASKED, ASKED, "en", "id", "not_found")

    assert meant("the last one", empty).documents == ()


@pytest.mark.parametrize(
    ("message", "label", "language"),
    [
        ("the second one, in French", "3.2", "fr"),
        ("the first one in German please", "I.A.1", "de"),
        ("and the last one in Polish?", "COM.2.2", "pl"),
        pytest.param("[2] in Greek", "3.2", "el"),
    ],
)
def test_a_citation_can_be_wanted_in_another_language(
    message: str, label: str, language: str
) -> None:
    found = meant(message)

    assert (found.question, found.language) == (label, language)


@pytest.mark.parametrize(
    ("asked_in", "message", "wanted"),
    [
        ("en", "in French", "fr"),
        ("en", "In French, please?", "fr"),
        ("en", "and that in German", "de"),
        ("fr", "en anglais", "en"),
        ("fr", "en polonais ?", "pl"),
        ("de", "auf Französisch", "fr"),
        ("de", "auf Englisch bitte", "en"),
        ("pl", "po angielsku", "en"),
        ("el", "στα αγγλικά", "en"),
    ],
)
def test_the_last_question_is_answered_in_another_language(
    asked_in: str, message: str, wanted: str
) -> None:
    assert meant(message, language=asked_in) == StandAlone(QUESTIONS[asked_in], wanted)


@pytest.mark.parametrize(
    ("language", "message", "shape"),
    [
        ("en", "shorter", Shape.SHORTER),
        ("en", "Shorter, please!", Shape.SHORTER),
        ("en", "in one sentence", Shape.SHORTER),
        ("en", "longer", Shape.LONGER),
        ("en", "tell me more", Shape.LONGER),
        ("en", "What else?", Shape.LONGER),
        ("en", "again", Shape.USUAL),
        ("en", "repeat that", Shape.USUAL),
        ("fr", "plus court", Shape.SHORTER),
        ("fr", "plus de détails", Shape.LONGER),
        ("fr", "encore une fois", Shape.USUAL),
        ("de", "kürzer", Shape.SHORTER),
        ("de", "ausführlicher bitte", Shape.LONGER),
        ("de", "noch einmal", Shape.USUAL),
        ("pl", "krócej", Shape.SHORTER),
        ("pl", "więcej", Shape.LONGER),
        ("pl", "jeszcze raz", Shape.USUAL),
        ("el", "περισσότερα", Shape.LONGER),
    ],
)
def test_the_last_answer_is_wanted_in_another_length(
    language: str, message: str, shape: Shape
) -> None:
    assert meant(message, language=language) == StandAlone(QUESTIONS[language], language, shape)


def test_length_and_language_can_be_wanted_together() -> None:
    assert meant("shorter, in French") == StandAlone(ASKED, "fr", Shape.SHORTER)


@pytest.mark.parametrize(
    ("language", "message", "words"),
    [
        ("en", "and for children?", ["children", "death penalty"]),
        ("en", "and in armed conflict?", ["in armed conflict", "death penalty"]),
        ("en", "who implements that?", ["who implements that", "death penalty"]),
        ("fr", "et pour les enfants ?", ["enfants", "peine de mort"]),
        ("de", "und für Kinder?", ["Kinder", "Todesstrafe"]),
        ("pl", "a dla dzieci?", ["dzieci", "karze śmierci"]),
    ],
)
def test_what_adds_to_the_last_question_is_joined_with_it(
    language: str, message: str, words: list[str]
) -> None:
    found = meant(message, language=language)

    assert [word for word in words if word not in found.question] == []
    assert found.shape is Shape.USUAL
    assert found.documents == ()


@pytest.mark.parametrize(
    ("language", "message", "topic"),
    [
        ("en", "what about torture?", "torture?"),
        ("en", "And how about human rights defenders?", "human rights defenders?"),
        ("fr", "et sur la torture ?", "la torture?"),
        ("fr", "qu'en est-il de la torture ?", "la torture?"),
        ("de", "was ist mit Folter?", "Folter?"),
        ("pl", "a co z torturami?", "torturami?"),
    ],
)
def test_what_replaces_the_topic_stands_alone(language: str, message: str, topic: str) -> None:
    assert meant(message, language=language) == StandAlone(topic)


@pytest.mark.parametrize(
    "message",
    [
        "What does the plan say about torture?",
        "Which objectives deal with the freedom of the media?",
        "Is it the first plan of the European Union that speaks about artificial intelligence?",
        "human rights defenders",
        "I.A.2",
        pytest.param("second chamber of parliament"),
        pytest.param("media freedom in the last elections"),
        pytest.param("In how many countries is torture used?"),
        pytest.param("For whom is the plan?"),
        "Que dit le plan sur la torture ?",
        "Was sagt der Plan zu Folter und Misshandlung?",
        "Co plan mówi o torturach i złym traktowaniu?",
    ],
)
def test_a_full_question_is_left_alone(message: str) -> None:
    model = FakeModel("never asked")

    assert meant(message, model=model) == StandAlone(message)
    assert model.messages == []


def test_a_model_rewrites_what_leans_on_an_earlier_question() -> None:
    model = FakeModel("“Who implements the ", "abolition of the death penalty?”\n")

    assert meant("who implements that?", model=model) == StandAlone(
        "Who implements the abolition of the death penalty?"
    )


def test_a_model_is_shown_the_last_questions_only() -> None:
    model = FakeModel("Who implements topic 9?")
    turns = [turn(f"What about topic {number}?") for number in range(10)]
    meant("who implements that?", *turns, model=model)
    (message,) = model.messages
    shown = [number for number in range(10) if f"topic {number}?" in message.user]

    assert shown == list(range(10))[-TURNS_SHOWN:]
    assert "who implements that?" in message.user


@pytest.mark.parametrize("message", ["the second one", "shorter", "in French", "again"])
def test_what_rules_understand_for_certain_needs_no_model(message: str) -> None:
    model = FakeModel("something about the death penalty")

    assert meant(message, model=model) == meant(message)
    assert model.messages == []


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "  \n ",
        "“”",
        "Bakeries sell butter croissants",
        "the death penalty " * (MAX_CHARACTERS // 10),
    ],
)
def test_nonsense_of_a_model_is_not_used(reply: str) -> None:
    message = "who implements that?"

    assert meant(message, model=FakeModel(reply)) == meant(message)


@pytest.mark.parametrize("failure", Failure)
@pytest.mark.parametrize("pieces", [(), ("Who implements the death",)])
def test_when_a_model_fails_the_rules_decide(failure: Failure, pieces: tuple[str, ...]) -> None:
    message = "who implements that?"
    model = FakeModel(*pieces, failure=failure)

    assert meant(message, model=model) == meant(message)
