import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.expansions import LANGUAGES
from ingest.language import RECOGNISED_ONLY, detect_language

SENTENCES = {
    "bg": "Какво казва планът за смъртното наказание?",
    "cs": "Co říká plán o trestu smrti?",
    "da": "Hvad siger planen om dødsstraf?",
    "de": "Was sagt der Plan zur Todesstrafe?",
    "el": "Τι λέει το σχέδιο για τη θανατική ποινή;",
    "en": "What does the plan say about the death penalty?",
    "es": "¿Qué dice el plan sobre la pena de muerte?",
    "et": "Mida ütleb tegevuskava surmanuhtluse kohta?",
    "fi": "Mitä suunnitelmassa sanotaan kuolemanrangaistuksesta?",
    "fr": "Que dit le plan sur la peine de mort ?",
    "ga": "Cad a deir an plean faoi phionós an bháis?",
    "hr": "Što plan kaže o smrtnoj kazni?",
    "hu": "Mit mond a terv a halálbüntetésről?",
    "it": "Che cosa dice il piano sulla pena di morte?",
    "lt": "Ką plane sakoma apie mirties bausmę?",
    "lv": "Ko plānā teikts par nāvessodu?",
    "mt": "X'jgħid il-pjan dwar il-piena tal-mewt?",
    "nl": "Wat zegt het plan over de doodstraf?",
    "pl": "Co plan mówi o karze śmierci?",
    "pt": "O que diz o plano sobre a pena de morte?",
    "ro": "Ce spune planul despre pedeapsa cu moartea?",
    "sk": "Čo hovorí plán o treste smrti?",
    "sl": "Kaj pravi načrt o smrtni kazni?",
    "sv": "Vad säger planen om dödsstraffet?",
}


def test_the_sentences_are_in_the_24_languages() -> None:
    assert set(SENTENCES) == LANGUAGES


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_is_in_its_language(code: str, sentence: str) -> None:
    assert detect_language(sentence) == code


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_capitals_do_not_change_the_language(code: str, sentence: str) -> None:
    assert detect_language(sentence.upper()) == code


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ru", "Что говорится в плане о смертной казни и правах человека?"),
        ("uk", "Що говориться у плані про смертну кару та права людини?"),
        ("tr", "Eylem planı ölüm cezası hakkında ne söylüyor?"),
        ("ar", "ماذا تقول الخطة عن عقوبة الإعدام؟"),
        ("zh", "行动计划对死刑有何规定?"),
        ("ja", "行動計画は死刑について何と述べていますか?"),
    ],
)
def test_a_language_without_phrases_is_recognised(code: str, sentence: str) -> None:
    assert detect_language(sentence) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?!",
        "123",
        "2020-2024",
        "\U0001f642",
        "§ 5",
        "---",
        "AI",
        "R2P",
        "GSP+",
        "ok",
        "NGO",
        "I.A.1",
        "IV-B",
        "COM.2.4",
        "line 4",
        "section B",
    ],
)
def test_a_short_text_or_one_of_symbols_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", ["II C 3", "II.C.3", "iii.f.2", "II.C"])
def test_a_label_alone_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "death penalty",
        "torture in detention",
        "journalists",
        "civil society space",
        "children",
        "business and human rights",
        "election observation",
        "freedom of religion",
    ],
)
def test_english_key_words_are_english(text: str) -> None:
    assert detect_language(text) == "en"


@given(text=st.text(max_size=60))
def test_any_text_has_a_language_that_is_known(text: str) -> None:
    assert detect_language(text) in {*LANGUAGES, *RECOGNISED_ONLY}
