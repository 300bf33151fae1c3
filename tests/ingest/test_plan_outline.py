"""The golden test of the shipped plan: every label that an answer can cite, written out by hand."""

from ingest.document import Document, Kind, OutlineNode
from ingest.source import Source

COMMUNICATION = [
    ("COM.1", "Introduction"),
    (
        "COM.2",
        "Challenges to human rights and democracy on the rise: a call for EU leadership",
    ),
    ("COM.3", "Looking forward: a new EU action plan on human rights and democracy"),
]

# Label, number of items (0: no list), first words.
PARAGRAPHS = [
    ("COM.1.1", 0, "The European Union (EU) is founded on"),
    ("COM.1.2", 0, "In a shifting geopolitical landscape, the EU"),
    ("COM.1.3", 0, "Building on the 2015‑2019 EU action plan"),
    ("COM.1.4", 4, "This Joint Communication proposes:"),
    ("COM.1.5", 0, "In parallel to this Communication, the Commission"),
    ("COM.2.1", 0, "During the past years, the EU has"),
    ("COM.2.2", 9, "However, widespread challenges persist. Human rights and"),
    ("COM.2.3", 0, "The transition to the digital age brings"),
    ("COM.2.4", 0, "The other key transition is driven by"),
    ("COM.2.5", 0, "At the same time, conflicts have deepened"),
    ("COM.2.6", 0, "This means early engagement to address human"),
    ("COM.2.7", 0, "The UN’s 2030 Agenda and Sustainable Development"),
    ("COM.3.1", 5, "The new action plan will set out"),
    ("COM.3.2", 0, "These five lines of action will be"),
    ("COM.3.3", 0, "In order to deliver on these new"),
    ("COM.3.4", 0, "In this new world, communicating on human"),
    ("COM.3.5", 0, "The new action plan will take advantage"),
    ("COM.3.6", 0, "Crucially, the action plan will seek to"),
    ("COM.3.7", 0, "The EU will seek to be a"),
    ("COM.3.8", 0, "Effective implementation of the action plan will"),
    ("ANNEX.intro.1", 0, "The EU action plan on human rights and democracy 2020 - 2024"),
    ("ANNEX.intro.2", 0, "Effective implementation of the objectives set out"),
    ("ANNEX.intro.3", 0, "The action plan sets out overarching priorities"),
    ("ANNEX.intro.4", 0, "Over 140 EU Delegations and Offices around"),
    ("ANNEX.intro.5", 10, "Achieving the objectives will require the systematic"),
]

LINES = [
    ("I", "Protecting and empowering individuals"),
    ("II", "Building resilient, inclusive and democratic societies"),
    ("III", "Promoting a global system for human rights and democracy"),
    ("IV", "New technologies: Harnessing opportunities and addressing challenges"),
    ("V", "delivering by working together"),
]

INTRODUCTIONS = {
    "I.intro": "Protecting and empowering individuals means ensuring that",
    "II.intro": "Respect for human rights is an essential",
    "III.intro": "Promoting a global system for human rights and democracy is",
    "IV.intro": "Digital technologies must be human-centred.",
    "V.intro": "This action plan enables the EU to",
}

MEANS = ["I.means", "II.means", "III.means", "IV.means"]

# Label, title, number of objectives, first words of the first and of the last objective.
SECTIONS = [
    (
        "I.A",
        "Protecting people, eliminating inequalities, discrimination and exclusion",
        11,
        "Work towards the worldwide abolition",
        "Support a human rights-based approach",
    ),
    (
        "I.B",
        "Empowering people",
        4,
        "Support state authorities in providing",
        "Support indigenous peoples by advocating",
    ),
    (
        "I.C",
        "Promoting fundamental freedoms and strengthening civic and political space",
        8,
        "Promote a safe and an",
        "Support action to protect academic",
    ),
    (
        "I.D",
        "Supporting the rule of law and the fair administration of justice",
        5,
        "Advance the rule of law",
        "Support the improvement, in line",
    ),
    (
        "I.E",
        "Closing the accountability gap, fighting impunity and supporting transitional justice",
        5,
        "Develop a new horizontal EU",
        "Counter impunity for all perpetrators",
    ),
    (
        "I.F",
        "Reinforcing economic, social, cultural and labour rights",
        10,
        "Strengthen the linkage between human",
        "Improve the working conditions of",
    ),
    (
        "II.A",
        "Enhancing democratic, accountable and transparent institutions",
        8,
        "Support the separation of powers,",
        "Support e-governance initiatives to make",
    ),
    (
        "II.B",
        "Promoting responsive, inclusive, participatory and representative decision-making",
        5,
        "Increase the meaningful participation of",
        "Promote active citizenship and participation",
    ),
    (
        "II.C",
        "Supporting independent and pluralistic media, access to information and the fight "
        "against disinformation",
        4,
        "Support legislative initiatives on access",
        "Promote the principle of open,",
    ),
    (
        "II.D",
        "Reinforcing a human rights and participative approach to conflict prevention and "
        "crisis resolution.",
        9,
        "Support the inclusion of young",
        "Continue to provide dedicated IHL",
    ),
    (
        "III.A",
        "Multilateral cooperation",
        5,
        "Create a more flexible network",
        "Support civil society organisations’ participation",
    ),
    (
        "III.B",
        "Regional partnerships",
        3,
        "Strengthen the strategic partnership with",
        "Support and encourage peer‑learning for",
    ),
    (
        "III.C",
        "Bilateral cooperation",
        5,
        "Ensure linkages and synergies between",
        "Systematically incorporate human rights principles",
    ),
    (
        "III.D",
        "Civil society and National Human Rights Institutions",
        4,
        "Deepen engagement with and enhance",
        "Support and strengthen long-term partnerships",
    ),
    (
        "III.E",
        "Business sector",
        5,
        "Engage with the business sector",
        "Develop tools and training material",
    ),
    (
        "III.F",
        "Compliance with international human rights and humanitarian law",
        3,
        "Strengthen the effectiveness of the",
        "Support the International Criminal Court",
    ),
    (
        "IV.A",
        "Capacity‑building and effective monitoring",
        5,
        "Engage with governments, civil society,",
        "Examine regulatory and non-regulatory approaches",
    ),
    (
        "IV.B",
        "Promoting human rights and democracy in the use of digital technologies, including "
        "Artificial Intelligence",
        9,
        "Support the development, evaluation and",
        "Ensure accountability in the use",
    ),
    (
        "V.A",
        "Implementation and evaluation",
        7,
        "Track progress in meeting the",
        "Broaden the scope of the",
    ),
    (
        "V.B",
        "Public diplomacy and strategic communication",
        4,
        "Build effective social media networks",
        "Identify and further promote good",
    ),
]

INSTRUMENTS = [
    "political, human rights and sectoral policy dialogues",
    "dialogue and monitoring missions to implement",
    "thematic and geographical instruments under",
    "actions in multilateral and regional human rights fora:",
    "speaking up for human rights and democracy:",
    "observing trials of human rights defenders;",
    "the 13 EU human rights guidelines – instruments",
    "election observation and its follow-up;",
    "regular dialogue with civil society,",
    "cooperation and coordination with multilateral human rights institutions",
]

# Mark and the words before it; the annex starts again at 1.
NOTE_MARKS = [
    ("1", "strategic framework on human rights and democracy in 2012"),
    ("2", "(2012 -2014 and 2015 -2019)"),
    ("3", "the 2019 Council conclusions on democracy"),
    ("1", "the 13 EU human rights guidelines"),
    ("2", "the International Conference on Population and Development"),
    ("3", "as an analytical tool to specific country situations."),
    ("4", "the action plan against disinformation"),
    ("5", "the Commission’s electoral package"),
    ("6", "the code of practice on disinformation"),
    ("7", "all human rights for EU development cooperation."),
    ("8", "the EU’s own developing approach to ethical AI"),
]


def nodes_by_label(document: Document) -> dict[str, OutlineNode]:
    return {node.label: node for node in document.outline}


def text_of(document: Document, label: str) -> str:
    node = nodes_by_label(document)[label]
    return document.text[node.start : node.end]


def test_the_labels_in_reading_order_are_exactly_those_of_the_plan(plan: Source) -> None:
    paragraphs = [label for label, _, _ in PARAGRAPHS]
    expected = ["COM.cover"]
    for label, _ in COMMUNICATION:
        expected += [label, *(p for p in paragraphs if p.startswith(f"{label}."))]
    expected += ["ANNEX.cover", *(p for p in paragraphs if p.startswith("ANNEX"))]
    for line, _ in LINES:
        expected += [line, f"{line}.intro", *(m for m in MEANS if m == f"{line}.means")]
        for section, _, count, _, _ in SECTIONS:
            if section.startswith(f"{line}."):
                expected += [section, *(f"{section}.{n}" for n in range(1, count + 1))]

    assert [node.label for node in plan.document.outline] == expected


def test_the_five_lines_of_action_have_their_titles(plan: Source) -> None:
    lines = [
        (node.label, node.title)
        for node in plan.document.outline
        if node.kind is Kind.HEADING and node.level == 1 and not node.label.startswith("COM")
    ]

    assert lines == LINES


def test_the_twenty_sections_have_their_titles_and_stand_under_their_line(plan: Source) -> None:
    sections = [
        (node.label, node.title, node.parent, node.heading_path)
        for node in plan.document.outline
        if node.kind is Kind.HEADING and node.level == 2
    ]
    titles = dict(LINES)

    assert len(sections) == 20
    assert sections == [
        (label, title, line, (f"{line}. {titles[line]}",))
        for label, title, _, _, _ in SECTIONS
        for line in [label.partition(".")[0]]
    ]


def test_the_119_objectives_stand_under_their_sections(plan: Source) -> None:
    objectives = [node for node in plan.document.outline if node.kind is Kind.OBJECTIVE]
    titles = dict(LINES)

    assert len(objectives) == 119
    assert [(node.label, node.parent, node.heading_path) for node in objectives] == [
        (f"{label}.{number}", label, (f"{line}. {titles[line]}", f"{letter}. {title}"))
        for label, title, count, _, _ in SECTIONS
        for line, letter in [label.split(".")]
        for number in range(1, count + 1)
    ]


def test_each_section_begins_and_ends_with_its_own_objectives(plan: Source) -> None:
    document = plan.document
    ends = [
        (
            label,
            text_of(document, f"{label}.1").startswith(first),
            text_of(document, f"{label}.{count}").startswith(last),
        )
        for label, _, count, first, last in SECTIONS
    ]

    assert ends == [(label, True, True) for label, *_ in SECTIONS]


def test_an_objective_is_its_bullet_without_the_bullet(plan: Source) -> None:
    assert text_of(plan.document, "I.A.2") == (
        "Strive to eradicate torture globally through prevention, prohibition, accountability "
        "and redress for victims, including by promoting the Global Alliance for Torture-Free "
        "Trade."
    )
    assert text_of(plan.document, "V.A.2") == (
        "Conduct a mid-term review of the implementation of the action plan."
    )


def test_four_lines_name_their_means_of_implementation(plan: Source) -> None:
    means = [node for node in plan.document.outline if node.kind is Kind.MEANS]

    assert [node.label for node in means] == MEANS
    assert [node.parent for node in means] == ["I", "II", "III", "IV"]
    assert all(
        text_of(plan.document, label).startswith("means of implementation: political dialogues;")
        for label in MEANS
    )


def test_each_line_has_an_introduction(plan: Source) -> None:
    beginnings = {
        label: text_of(plan.document, label)[: len(words)] for label, words in INTRODUCTIONS.items()
    }
    kinds = {nodes_by_label(plan.document)[label].kind for label in INTRODUCTIONS}

    assert beginnings == INTRODUCTIONS
    assert kinds == {Kind.INTRODUCTION}


def test_the_communication_has_three_sections_with_their_titles(plan: Source) -> None:
    sections = [
        (node.label, node.title)
        for node in plan.document.outline
        if node.kind is Kind.HEADING and node.parent == "COM"
    ]

    assert sections == COMMUNICATION


def test_the_paragraphs_of_the_communication_and_of_the_annex_begin_as_printed(
    plan: Source,
) -> None:
    by_label = nodes_by_label(plan.document)
    found = [
        (label, len(by_label[label].items), text_of(plan.document, label)[: len(words)])
        for label, _, words in PARAGRAPHS
    ]

    assert found == PARAGRAPHS


def test_only_the_four_stretches_with_a_lead_in_are_lists(plan: Source) -> None:
    lists = [node.label for node in plan.document.outline if node.kind is Kind.LIST]
    with_items = [node.label for node in plan.document.outline if node.items]

    assert lists == with_items == ["COM.1.4", "COM.2.2", "COM.3.1", "ANNEX.intro.5"]


def test_the_lines_announced_in_section_3_are_items_of_a_list_not_headings(plan: Source) -> None:
    document = plan.document
    items = [
        document.text[item.start : item.end] for item in nodes_by_label(document)["COM.3.1"].items
    ]

    assert items == [
        "I. Protecting and empowering individuals;",
        "II. Building resilient, inclusive and democratic societies;",
        "III. Promoting a global system for human rights and democracy;",
        "IV. New technologies: harnessing opportunities and addressing challenges; and",
        "V. Delivering by working together.",
    ]


def test_the_annex_lists_its_ten_instruments(plan: Source) -> None:
    document = plan.document
    items = nodes_by_label(document)["ANNEX.intro.5"].items
    beginnings = [
        document.text[item.start : item.start + len(words)]
        for item, words in zip(items, INSTRUMENTS, strict=True)
    ]

    assert beginnings == INSTRUMENTS


def test_the_eleven_note_marks_stood_behind_their_words(plan: Source) -> None:
    text = plan.document.text
    found = [
        (note.mark, text[note.offset - len(words) : note.offset])
        for note, (_, words) in zip(plan.document.notes, NOTE_MARKS, strict=True)
    ]

    assert found == NOTE_MARKS


def test_lone_numbers_that_are_no_marks_stay_in_the_text(plan: Source) -> None:
    text = plan.document.text

    assert text.count("JOIN(2020) 5 final") == 2
    assert text.count("for the next 5 years") == 2
    assert "(over 2\u00a0600 reported attacks in the past 3 years)" in text


def test_nothing_of_the_portal_is_in_the_text(plan: Source) -> None:
    text = plan.document.text

    assert text.startswith("Brussels, 25.3.2020\nJOIN(2020) 5 final\n")
    assert text.endswith("human rights changes on the ground.")
    assert "excerpt from the EUR-Lex website" not in text
    assert "Top" not in text.split("\n")
    assert not {"·", "Ø"} & set(text)


def test_every_passage_of_the_plan_fits_the_budget_whole(plan: Source) -> None:
    assert [passage.label for passage in plan.passages] == [
        node.label for node in plan.document.outline
    ]
