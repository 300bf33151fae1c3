import pytest

from assistant.asked_for import Thing, gives, things_asked_for


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many million euros go to survivors of torture?", Thing.AMOUNT),
        ("How much money is there for human rights defenders?", Thing.AMOUNT),
        ("When will the guidelines be reviewed?", Thing.DATE),
        ("By when must the roadmaps be ready?", Thing.DATE),
        ("Which countries get election observers?", Thing.COUNTRY),
        ("Who chairs the working party?", Thing.PERSON),
        ("How many human rights defenders were protected?", Thing.NUMBER),
        ("What percentage of projects is about women?", Thing.PERCENTAGE),
        ("How did Hungary vote on it, and who abstained?", Thing.VOTE),
        ("Which treaty article is the plan based on?", Thing.ARTICLE),
        ("What is the phone number of the focal point?", Thing.CONTACT),
        ("What did the Council conclusions say on democracy?", Thing.OTHER_DOCUMENT),
    ],
)
def test_a_question_that_asks_for_a_thing_is_recognised(question: str, thing: Thing) -> None:
    assert thing in things_asked_for(question, "en")


@pytest.mark.parametrize(
    "question",
    [
        "What does the plan say about the death penalty?",
        "torture prevention",
        "Is there anything on children in armed conflict?",
        "Does the EU support human rights defenders at risk?",
        "",
    ],
)
def test_a_question_about_a_topic_asks_for_no_thing(question: str) -> None:
    assert things_asked_for(question, "en") == frozenset()


def test_the_case_and_the_accents_of_a_question_do_not_matter() -> None:
    assert Thing.AMOUNT in things_asked_for("HOW MUCH MONÉY is there?", "en")


@pytest.mark.parametrize("language", ["ru", "zh", "xx"])
def test_a_language_without_words_is_read_as_english(language: str) -> None:
    assert Thing.NUMBER in things_asked_for("How many objectives?", language)


@pytest.mark.parametrize(
    ("thing", "question", "text"),
    [
        (Thing.AMOUNT, "how many million", "The EU spends \u20ac5 million on it."),
        (Thing.AMOUNT, "how much money", "A fund of 20 million is set up."),
        (Thing.DATE, "when does the agenda end", "The agenda ends in 2030."),
        (Thing.COUNTRY, "which countries", "Conflicts go on in Syria and Yemen."),
        (Thing.PERSON, "who wrote this", "Mr Gilmore wrote it."),
        (Thing.NUMBER, "how many attacks were reported", "Over 2\u00a0600 reported attacks."),
        (Thing.NUMBER, "how many guidelines are there", "The 13 EU guidelines apply."),
        (Thing.NUMBER, "number of lines", "It has five lines of action."),
        (Thing.PERCENTAGE, "what percentage", "At least 85 % of it."),
        (Thing.VOTE, "was there a vote", "The Council votes on it."),
        (Thing.ARTICLE, "which article", "Pursuant to Article 22(2) of the Treaty."),
        (Thing.CONTACT, "what is the website", "See https://example.eu for more."),
    ],
)
def test_a_text_that_names_such_a_thing_gives_it(thing: Thing, question: str, text: str) -> None:
    assert gives(thing, question, "en", ["Another text.", text])


@pytest.mark.parametrize(
    ("thing", "question"),
    [(thing, "how many million when which countries who vote") for thing in Thing],
)
def test_a_text_on_the_topic_alone_gives_nothing(thing: Thing, question: str) -> None:
    assert not gives(thing, question, "en", ["Support survivors of torture and their families."])
    assert not gives(thing, question, "en", [])


def test_a_number_of_something_else_is_not_the_number_asked_for() -> None:
    assert not gives(
        Thing.NUMBER, "How many judges are trained?", "en", ["The 13 EU guidelines apply."]
    )


def test_a_year_is_no_count() -> None:
    assert not gives(
        Thing.NUMBER, "How many guidelines are there?", "en", ["The 2012 guidelines apply."]
    )


def test_a_date_in_a_sentence_about_something_else_is_not_the_date_asked_for() -> None:
    text = "Torture is banned. The 2030 Agenda goes on."

    assert not gives(Thing.DATE, "When is torture banned?", "en", [text])


def test_the_text_of_another_document_is_never_given() -> None:
    assert not gives(
        Thing.OTHER_DOCUMENT, "What do the guidelines say?", "en", ["The guidelines say it."]
    )


@pytest.mark.parametrize(
    ("text", "given"), [("The fund has \u20ac5 million.", True), ("It helps.", False)]
)
def test_for_another_language_the_best_text_decides(text: str, given: bool) -> None:
    assert gives(Thing.AMOUNT, "Wie viel Geld?", "de", [text, "Another text."]) is given
