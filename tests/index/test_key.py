from index.key import OF_PASSAGES, Group, Key, make_keys
from ingest.decoys import Decoy, DecoyKind
from ingest.document import Kind
from ingest.expansions import Expansion, ExpansionKind
from tests.index.samples import MEDIA, TORTURE, expansion, sample_source

PASSAGES = sample_source((TORTURE, MEDIA)).passages
RECIPES = Decoy("recipes", DecoyKind.OFF_TOPIC, ("How long do eggs boil?", "Best soup?"), ())


def keys_of_media(*expansions: Expansion) -> dict[Group, list[str]]:
    """The texts of the keys of `I.A.2` with these expansions, under their groups."""
    found: dict[Group, list[str]] = {}
    for key in make_keys(PASSAGES[3:], {PASSAGES[3].id: expansions}, []):
        found.setdefault(key.group, []).append(key.text)
    return found


def test_a_passage_leads_by_its_text_and_by_each_sentence() -> None:
    keys = make_keys(PASSAGES, {}, [])

    assert [(key.group, PASSAGES[key.passage].label, key.text) for key in keys] == [
        (Group.TEXT, "I.A.1", TORTURE),
        (Group.TEXT, "I.A.2", MEDIA),
        (Group.SENTENCE, "I.A.1", "Prevent torture."),
        (Group.SENTENCE, "I.A.1", "Help its victims."),
        (Group.SENTENCE, "I.A.2", MEDIA),
    ]


def test_headings_have_no_keys() -> None:
    headings = [passage for passage in PASSAGES if passage.kind is Kind.HEADING]

    assert len(headings) == 2
    assert make_keys(headings, {}, []) == []


def test_the_english_expansions_of_a_passage_are_one_key() -> None:
    keys = keys_of_media(
        expansion("I.A.2", "A bullet by post."),
        expansion("I.A.2", "Ein Brief", language="de"),
        expansion("I.A.2", "press, radio", kind=ExpansionKind.TERMS),
    )

    assert keys[Group.EXPANSION] == ["A bullet by post.\npress, radio"]


def test_expansions_in_other_languages_are_no_keys() -> None:
    keys = keys_of_media(expansion("I.A.2", "Ein Brief", language="de"))

    assert set(keys) == {Group.TEXT, Group.SENTENCE}


def test_questions_among_the_expansions_are_keys_of_their_own_too() -> None:
    keys = keys_of_media(
        expansion("I.A.2", "Who helps a threatened reporter?"),
        expansion("I.A.2", "How many reporters?", kind=ExpansionKind.UNANSWERED),
        expansion("I.A.2", "press, radio", kind=ExpansionKind.TERMS),
    )

    assert keys[Group.ANSWERED] == ["Who helps a threatened reporter?"]
    assert keys[Group.UNANSWERED] == ["How many reporters?"]


def test_a_question_that_a_passage_does_not_answer_never_leads_to_it() -> None:
    keys = keys_of_media(expansion("I.A.2", "How many?", kind=ExpansionKind.UNANSWERED))

    assert Group.EXPANSION not in keys
    assert Group.UNANSWERED not in OF_PASSAGES


def test_every_question_of_a_decoy_is_a_key_that_counts_decoys_not_passages() -> None:
    keys = make_keys(PASSAGES, {}, [RECIPES, RECIPES])

    assert [(key.passage, key.text) for key in keys if key.group is Group.DECOY] == [
        (0, "How long do eggs boil?"),
        (0, "Best soup?"),
        (1, "How long do eggs boil?"),
        (1, "Best soup?"),
    ]


def test_keys_are_ordered_by_group_and_passage() -> None:
    expansions = {passage.id: [expansion("x", "Threats.")] for passage in PASSAGES}
    places = [(key.group, key.passage) for key in make_keys(PASSAGES, expansions, [RECIPES])]

    assert len(set(places)) > len(OF_PASSAGES)
    assert places == sorted(places)


def test_a_text_of_several_lines_is_encoded_as_one_unless_it_is_an_expansion() -> None:
    assert Key(0, Group.TEXT, "one:\ntwo").lines == ["one:\ntwo"]
    assert Key(0, Group.EXPANSION, "one\ntwo").lines == ["one", "two"]


def test_the_digest_depends_on_group_and_text_and_not_on_the_place() -> None:
    key = Key(0, Group.TEXT, TORTURE)

    assert key.digest == Key(7, Group.TEXT, TORTURE).digest
    assert key.digest != Key(0, Group.SENTENCE, TORTURE).digest
    assert key.digest != Key(0, Group.TEXT, TORTURE + " ").digest
    assert len(bytes.fromhex(key.digest)) == 16
