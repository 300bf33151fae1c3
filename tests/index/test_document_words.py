import json
import re
from pathlib import Path

import pytest

import index
from index.vocabulary import whole_words
from ingest.expansions import LANGUAGES
from ingest.folding import without_accents

FILE = Path(index.__file__).parent / "document_words.json"
WORDS: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
KEYS = {
    "plan",
    "guidelines",
    "conclusions",
    "strategy",
    "report",
    "note",
    "paragraph",
    "register",
    "across",
}
FRAGMENTS = [
    pytest.param(fragment, id=f"{language}-{key}-{position}")
    for language, words in WORDS.items()
    for key, fragments in words.items()
    for position, fragment in enumerate(fragments)
]

MATCHING: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "plan": ("What does the EU Action Plan say?", "Is torture in the plan?"),
        "guidelines": ("What do the guidelines say on torture?", "the EU guideline on children"),
        "conclusions": (
            "What do the Council conclusions say?",
            "the Council's conclusions on Iran",
        ),
        "strategy": ("our human rights country strategy", "Is it in the country strategies?"),
        "report": ("the EU Annual Report", "What is in the human rights report?"),
        "note": ("our notes on the visit", "the delegation's notes"),
        "paragraph": ("What is in paragraph 12?", "Quote para. 12", "see point 3", "see § 12"),
        "register": (
            "Which guidelines are there?",
            "What EU human rights guidelines exist?",
            "What guidelines on children does the EU have?",
            "Is there a guideline on water?",
            "Are there any guidelines on the death penalty?",
            "List all the 13 guidelines",
            "How many EU guidelines are there?",
            "Give the titles of the human rights guidelines",
            "What are the EU human rights guidelines?",
        ),
        "across": (
            "What is said on torture across all documents?",
            "What is in each document on torture?",
            "Compare the plan and the guidelines on torture",
            "Show the plan and the conclusions side by side",
        ),
    },
    "fr": {
        "plan": ("Que dit le plan d’action de l’UE ?", "Est-ce dans le plan ?"),
        "guidelines": ("les lignes directrices sur la torture", "la ligne directrice 3"),
        "conclusions": ("les conclusions du Conseil", "une conclusion du Conseil"),
        "strategy": ("la stratégie pays", "la stratégie en matière de droits de l’homme"),
        "report": ("le rapport annuel", "les rapports annuels de l’UE"),
        "note": ("nos notes", "les notes de la délégation"),
        "paragraph": ("le paragraphe 12", "au point 3", "§ 12"),
        "register": (
            "Quelles lignes directrices existent ?",
            "Quelles sont les lignes directrices de l’UE ?",
            "Existe-t-il des lignes directrices sur l’eau ?",
            "Combien de lignes directrices y a-t-il ?",
            "Énumérez les 13 lignes directrices",
        ),
        "across": (
            "dans tous les documents",
            "Que dit chaque document sur la torture ?",
            "Comparez le plan et les lignes directrices",
        ),
    },
    "de": {
        "plan": ("Was sagt der EU-Aktionsplan?", "Steht das im Plan?"),
        "guidelines": ("die EU-Leitlinien zu Folter", "Menschenrechtsleitlinien"),
        "conclusions": ("die Schlussfolgerungen des Rates", "Ratsschlussfolgerungen zu Wasser"),
        "strategy": ("die Länderstrategie", "unsere Menschenrechtsstrategie"),
        "report": ("der Jahresbericht 2022", "die Jahresberichte der EU"),
        "note": ("unsere Notizen", "die eigenen Vermerke"),
        "paragraph": ("Absatz 12", "Nummer 3", "in den Absätzen 3 und 4", "§ 12"),
        "register": (
            "Welche Leitlinien gibt es?",
            "Welche EU-Leitlinien zu Menschenrechten hat die EU?",
            "Gibt es eine Leitlinie zu Wasser?",
            "Wie viele Leitlinien gibt es?",
            "Liste alle 13 Leitlinien auf",
            "Nenne die Titel der Menschenrechtsleitlinien",
        ),
        "across": (
            "Was steht in jedem Dokument zu Folter?",
            "Vergleiche den Plan mit den Leitlinien",
            "Plan und Leitlinien nebeneinander",
        ),
    },
    "el": {
        "plan": ("το σχέδιο δράσης της ΕΕ", "Τι λέει το σχέδιο;"),
        "guidelines": ("οι κατευθυντήριες γραμμές", "των κατευθυντήριων γραμμών"),
        "conclusions": ("τα συμπεράσματα του Συμβουλίου", "στα συμπεράσματα"),
        "strategy": ("τη στρατηγική για τα ανθρώπινα δικαιώματα", "στρατηγικές ανά χώρα"),
        "report": ("η ετήσια έκθεση", "οι ετήσιες εκθέσεις"),
        "note": ("οι σημειώσεις μας",),
        "paragraph": ("παράγραφος 12", "στο σημείο 3"),
        "register": (
            "Ποιες κατευθυντήριες γραμμές υπάρχουν;",
            "Ποιες είναι οι κατευθυντήριες γραμμές της ΕΕ;",
            "Υπάρχουν κατευθυντήριες γραμμές για το νερό;",
            "Πόσες κατευθυντήριες γραμμές υπάρχουν;",
        ),
        "across": ("σε όλα τα έγγραφα", "Σύγκρινε το σχέδιο με τις κατευθυντήριες γραμμές"),
    },
    "es": {
        "plan": ("el Plan de Acción de la UE", "¿Está en el plan?"),
        "guidelines": ("las directrices sobre la tortura", "la directriz 3"),
        "conclusions": ("las Conclusiones del Consejo", "las conclusiones sobre el agua"),
        "strategy": ("la estrategia de derechos humanos", "las estrategias por países"),
        "report": ("el informe anual", "los informes anuales"),
        "note": ("nuestras notas", "las notas de la delegación"),
        "paragraph": ("el párrafo 12", "apartado 3", "punto 4"),
        "register": (
            "¿Qué directrices existen?",
            "¿Cuáles son las directrices de la UE?",
            "¿Hay directrices sobre el agua?",
            "¿Cuántas directrices hay?",
            "Enumera todas las directrices",
        ),
        "across": ("en todos los documentos", "Compara el plan con las directrices"),
    },
    "it": {
        "plan": ("il piano d’azione dell’UE", "Che cosa dice il piano?"),
        "guidelines": ("gli orientamenti sulla tortura", "le linee guida"),
        "conclusions": ("le conclusioni del Consiglio", "nelle conclusioni"),
        "strategy": ("la strategia paese", "la strategia in materia di diritti umani"),
        "report": ("la relazione annuale", "le relazioni annuali"),
        "note": ("le nostre note", "le note della delegazione"),
        "paragraph": ("il paragrafo 12", "al punto 3"),
        "register": (
            "Quali orientamenti esistono?",
            "Quali sono gli orientamenti dell’UE?",
            "Esistono orientamenti sull’acqua?",
            "Quanti orientamenti ci sono?",
            "Elenca tutti gli orientamenti",
        ),
        "across": ("in tutti i documenti", "Confronta il piano con gli orientamenti"),
    },
    "pl": {
        "plan": ("Plan działania UE", "w planie działania"),
        "guidelines": ("wytyczne w sprawie tortur", "w wytycznych"),
        "conclusions": ("konkluzje Rady", "w konkluzjach Rady"),
        "strategy": ("strategia dotycząca praw człowieka", "strategia krajowa"),
        "report": ("sprawozdanie roczne", "roczne sprawozdania"),
        "note": ("nasze notatki", "własna notatka"),
        "paragraph": ("punkt 12", "ust. 3", "w akapicie 4"),
        "register": (
            "Jakie wytyczne istnieją?",
            "Jakie są wytyczne UE?",
            "Czy są wytyczne dotyczące wody?",
            "Ile jest wytycznych?",
            "Wymień wszystkie wytyczne",
        ),
        "across": ("we wszystkich dokumentach", "Porównaj plan z wytycznymi", "obok siebie"),
    },
    "bg": {
        "plan": ("Планът за действие на ЕС", "в плана"),
        "guidelines": ("насоките относно изтезанията", "насоки на ЕС"),
        "conclusions": ("заключенията на Съвета", "в заключенията"),
        "strategy": ("стратегията за правата на човека", "държавна стратегия"),
        "report": ("годишният доклад", "годишните доклади"),
        "note": ("нашите бележки",),
        "paragraph": ("параграф 12", "точка 3", "т. 4"),
        "register": (
            "Какви насоки има?",
            "Кои са насоките на ЕС?",
            "Има ли насоки относно водата?",
            "Колко насоки има?",
            "Изброй всички насоки",
        ),
        "across": ("във всички документи", "Сравни плана с насоките"),
    },
    "fi": {
        "plan": ("EU:n toimintasuunnitelma", "toimintasuunnitelmassa"),
        "guidelines": ("EU:n ihmisoikeussuuntaviivat", "suuntaviivoissa"),
        "conclusions": ("neuvoston päätelmät", "neuvoston päätelmissä"),
        "strategy": ("maakohtainen strategia", "ihmisoikeusstrategia"),
        "report": ("vuosikertomus", "vuosiraportissa"),
        "note": ("omat muistiinpanot",),
        "paragraph": ("kohta 12", "12 kohdassa", "kappale 4"),
        "register": (
            "Mitä suuntaviivoja on olemassa?",
            "Mitkä ovat EU:n suuntaviivat?",
            "Onko vedestä suuntaviivoja?",
            "Kuinka monta suuntaviivaa on?",
            "Luettele kaikki suuntaviivat",
        ),
        "across": ("kaikissa asiakirjoissa", "Vertaa toimintasuunnitelmaa ja suuntaviivoja"),
    },
    "hu": {
        "plan": ("az uniós cselekvési terv", "a cselekvési tervben"),
        "guidelines": ("az EU iránymutatásai", "az iránymutatásokban"),
        "conclusions": ("a Tanács következtetései", "tanácsi következtetések"),
        "strategy": ("az emberi jogi stratégia", "országstratégiák"),
        "report": ("az éves jelentés", "emberi jogi jelentések"),
        "note": ("saját feljegyzés", "feljegyzéseinkben"),
        "paragraph": ("a 12. bekezdés", "a 3. pontban"),
        "register": (
            "Milyen iránymutatások vannak?",
            "Melyek az EU iránymutatásai?",
            "Van-e iránymutatás a vízről?",
            "Hány iránymutatás van?",
            "Sorold fel az összes iránymutatást",
        ),
        "across": (
            "minden dokumentumban",
            "Hasonlítsd össze a cselekvési tervet és az iránymutatásokat",
        ),
    },
    "mt": {
        "plan": ("il-Pjan ta’ Azzjoni tal-UE", "X’jgħid il-pjan?"),
        "guidelines": ("il-linji gwida dwar it-tortura", "fil-linji gwida"),
        "conclusions": ("il-konklużjonijiet tal-Kunsill", "konklużjoni tal-Kunsill"),
        "strategy": ("l-istrateġija", "l-istrateġija dwar id-drittijiet tal-bniedem"),
        "report": ("ir-rapport annwali", "rapporti annwali"),
        "note": ("in-noti tagħna",),
        "paragraph": ("il-paragrafu 12", "punt 3"),
        "register": (
            "Liema linji gwida hemm?",
            "X’inhuma l-linji gwida tal-UE?",
            "Hemm linji gwida dwar l-ilma?",
            "Kemm hemm linji gwida?",
            "Elenka l-linji gwida kollha",
        ),
        "across": ("fid-dokumenti kollha", "f’kull dokument", "Qabbel il-pjan mal-linji gwida"),
    },
    "ga": {
        "plan": ("Plean Gníomhaíochta AE", "Cad a deir an plean?"),
        "guidelines": ("na treoirlínte maidir le céastóireacht", "i dtreoirlínte AE"),
        "conclusions": ("conclúidí ón gComhairle", "sna conclúidí"),
        "strategy": ("an straitéis tíre", "straitéisí tíre"),
        "report": ("an tuarascáil bhliantúil", "tuarascáil maidir le cearta an duine"),
        "note": ("ár nótaí",),
        "paragraph": ("mír 12", "i bpointe 3", "alt 4"),
        "register": (
            "Cé na treoirlínte atá ann?",
            "Cad iad treoirlínte AE?",
            "An bhfuil treoirlínte ann maidir le huisce?",
            "Cé mhéad treoirlíne atá ann?",
            "Liostaigh na treoirlínte go léir",
        ),
        "across": ("i ngach doiciméad", "taobh le taobh"),
    },
    "cs": {
        "register": (
            "Jaké obecné zásady existují?",
            "Kolik je obecných zásad?",
            "Vyjmenuj všechny obecné zásady",
        )
    },
    "da": {
        "register": (
            "Hvilke retningslinjer findes der?",
            "Hvor mange retningslinjer er der?",
            "Er der retningslinjer om vand?",
        )
    },
    "et": {
        "register": (
            "Millised suunised on olemas?",
            "Mitu suunist on?",
            "Loetle kõik suunised",
        )
    },
    "hr": {
        "register": (
            "Koje smjernice postoje?",
            "Koliko ima smjernica?",
            "Postoje li smjernice o vodi?",
        )
    },
    "lt": {
        "register": (
            "Kokios gairės yra?",
            "Kiek yra gairių?",
            "Išvardykite visas gaires",
        )
    },
    "lv": {
        "register": (
            "Kādas pamatnostādnes ir?",
            "Cik ir pamatnostādņu?",
            "Uzskaitiet visas pamatnostādnes",
        )
    },
    "nl": {
        "register": (
            "Welke richtsnoeren zijn er?",
            "Hoeveel richtsnoeren zijn er?",
            "Zijn er richtsnoeren over water?",
        )
    },
    "pt": {
        "register": (
            "Que diretrizes existem?",
            "Quantas diretrizes há?",
            "Há diretrizes sobre a água?",
        )
    },
    "ro": {
        "register": (
            "Ce orientări există?",
            "Câte orientări există?",
            "Există orientări privind apa?",
        )
    },
    "sk": {
        "register": (
            "Aké usmernenia existujú?",
            "Koľko je usmernení?",
            "Existujú usmernenia o vode?",
        )
    },
    "sl": {
        "register": (
            "Katere smernice obstajajo?",
            "Koliko je smernic?",
            "Ali obstajajo smernice o vodi?",
        )
    },
    "sv": {
        "register": (
            "Vilka riktlinjer finns det?",
            "Hur många riktlinjer finns det?",
            "Finns det riktlinjer om vatten?",
        )
    },
}

# Questions that ask what the guidelines say, and what they hold, not which ones there are.
WHAT_THEY_SAY: dict[str, tuple[str, ...]] = {
    "en": (
        "What do the guidelines say about torture?",
        "What is in the guidelines on torture?",
        "Which paragraph of the guidelines speaks of prisons?",
        "List what the guidelines say about torture",
        "Tell me what the guidelines cover",
    ),
    "bg": ("Какво казват насоките за изтезанията?", "Какво има в насоките за изтезанията?"),
    "cs": ("Co říkají obecné zásady o mučení?", "Co je v obecných zásadách o mučení?"),
    "da": ("Hvad siger retningslinjerne om tortur?", "Hvad står der i retningslinjerne?"),
    "de": ("Was sagen die Leitlinien zu Folter?", "Was steht in den Leitlinien?"),
    "el": (
        "Τι λένε οι κατευθυντήριες γραμμές για τα βασανιστήρια;",
        "Τι υπάρχει στις κατευθυντήριες γραμμές;",
    ),
    "es": ("¿Qué dicen las directrices sobre la tortura?", "Lo que las directrices abarcan"),
    "et": ("Mida ütlevad suunised piinamise kohta?", "Mis on suunistes piinamise kohta?"),
    "fi": ("Mitä suuntaviivoissa sanotaan?", "Mitä suuntaviivoissa on kidutuksesta?"),
    "fr": (
        "Que disent les lignes directrices sur la torture ?",
        "Qu’y a-t-il dans les lignes directrices ?",
    ),
    "ga": ("Cad a deir na treoirlínte faoi chéastóireacht?", "Cad atá sna treoirlínte?"),
    "hr": ("Što kažu smjernice o mučenju?", "Što ima u smjernicama?"),
    "hu": (
        "Mit mondanak az iránymutatások a kínzásról?",
        "Mi van az iránymutatásokban a kínzásról?",
        "Mi van a kínzásról szóló iránymutatásban?",
    ),
    "it": ("Che cosa dicono gli orientamenti sulla tortura?", "Che cosa c’è negli orientamenti?"),
    "lt": ("Ką sako gairės apie kankinimą?", "Kas yra gairėse apie kankinimą?"),
    "lv": ("Ko saka pamatnostādnes par spīdzināšanu?", "Kas ir pamatnostādnēs?"),
    "mt": ("X’jgħidu l-linji gwida dwar it-tortura?", "X’hemm fil-linji gwida dwar it-tortura?"),
    "nl": ("Wat zeggen de richtsnoeren over foltering?", "Wat staat er in de richtsnoeren?"),
    "pl": ("Co mówią wytyczne o torturach?", "Co jest w wytycznych na temat tortur?"),
    "pt": ("O que dizem as diretrizes sobre a tortura?", "O que as diretrizes abrangem"),
    "ro": ("Ce spun orientările despre tortură?", "Ce există în orientări despre tortură?"),
    "sk": ("Čo hovoria usmernenia o mučení?", "Čo je v usmerneniach o mučení?"),
    "sl": ("Kaj pravijo smernice o mučenju?", "Kaj je v smernicah o mučenju?"),
    "sv": ("Vad säger riktlinjerna om tortyr?", "Vad finns i riktlinjerna om tortyr?"),
}

OTHER: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "plan": ("national action plan", "What do plants need?"),
        "conclusions": ("the conclusion of a trade agreement",),
        "strategy": ("strategic dialogue",),
        "report": ("Who reports on prisons?",),
        "paragraph": ("a pointless question", "Article 18"),
        "note": ("a noteworthy visit",),
        "across": ("Compare I.A.1 and I.A.2", "across the world"),
    },
    "fr": {
        "guidelines": ("l’orientation sexuelle",),
        "paragraph": ("paraguay",),
        "across": ("Comparez I.A.1 et I.A.2",),
    },
    "de": {"guidelines": ("online",), "across": ("Vergleiche I.A.1 und I.A.2",)},
    "el": {"plan": ("ο σχεδιασμός",), "across": ("Σύγκρινε το I.A.1 με το I.A.2",)},
    "es": {"paragraph": ("para 12 países",), "across": ("Compara I.A.1 y I.A.2",)},
    "it": {"guidelines": ("l’orientamento sessuale",), "across": ("Confronta I.A.1 e I.A.2",)},
    "pl": {"plan": ("planować",), "across": ("Porównaj I.A.1 i I.A.2",)},
    "bg": {"guidelines": ("насоките за действие",), "across": ("Сравни I.A.1 и I.A.2",)},
    "fi": {"paragraph": ("kohti rauhaa",), "across": ("Vertaa I.A.1 ja I.A.2",)},
    "hu": {"paragraph": ("pontos",), "across": ("Hasonlítsd össze: I.A.1 és I.A.2",)},
    "mt": {"plan": ("pjaneta",), "across": ("Qabbel I.A.1 u I.A.2",)},
    "ga": {"paragraph": ("altóir",), "across": ("Cuir i gcomparáid I.A.1 agus I.A.2",)},
    "ro": {"guidelines": ("orientării sexuale",)},
    "pt": {"paragraph": ("para 12 países",)},
}


def found(language: str, key: str, question: str) -> bool:
    return bool(whole_words(WORDS[language][key]).search(without_accents(question)))


def flat(
    examples: dict[str, dict[str, tuple[str, ...]]],
) -> list[tuple[str, str, str]]:
    return [
        (language, key, question)
        for language, keys in examples.items()
        for key, questions in keys.items()
        for question in questions
    ]


def test_words_ship_for_every_language_of_the_union() -> None:
    assert set(WORDS) == LANGUAGES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_fragments_for_every_key_and_no_other(language: str) -> None:
    assert set(WORDS[language]) == KEYS
    assert all(WORDS[language].values())


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_fragment_is_written_as_folded_questions_are(fragment: str) -> None:
    assert fragment == without_accents(fragment)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_fragment_is_a_pattern_without_groups_that_needs_a_text(fragment: str) -> None:
    pattern = whole_words([fragment])

    assert pattern.groups == 0
    assert not re.fullmatch(fragment, "")


@pytest.mark.parametrize(("language", "key", "question"), flat(MATCHING))
def test_a_question_that_names_it_is_found(language: str, key: str, question: str) -> None:
    assert found(language, key, question)


@pytest.mark.parametrize(("language", "key", "question"), flat(OTHER))
def test_a_question_on_something_else_is_not_found(language: str, key: str, question: str) -> None:
    assert not found(language, key, question)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_the_guidelines_say_is_no_question_for_the_register(language: str) -> None:
    taken = [q for q in WHAT_THEY_SAY[language] if found(language, "register", q)]

    assert not taken


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_the_guidelines_say_names_the_guidelines(language: str) -> None:
    missed = [q for q in WHAT_THEY_SAY[language] if not found(language, "guidelines", q)]

    assert not missed
