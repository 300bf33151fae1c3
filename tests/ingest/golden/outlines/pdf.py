"""Golden outlines of PDFs."""

from itertools import cycle

from tests.ingest.golden.golden import Golden, Stretch
from tests.ingest.golden.words import (
    CHILDREN,
    COOPERATION,
    DEFENDERS,
    DIALOGUE,
    DIALOGUE_FR,
    ELECTIONS,
    FORMATION_FR,
    FUNDING,
    JUSTICE,
    LABOUR,
    MEDIA,
    MISSIONS,
    PROHIBITION,
    PROTECTION_FR,
    RAPPORT_FR,
    REVIEW,
    TRAINING,
    WATER,
    WOMEN,
)


def _chapters() -> list[Stretch]:
    """Thirteen chapters of three pages, from page 2; eight texts come round and round."""
    texts = cycle((MEDIA, WATER, CHILDREN, WOMEN, ELECTIONS, JUSTICE, LABOUR, COOPERATION))
    outline: list[Stretch] = []
    for chapter in range(1, 14):
        first = 3 * chapter - 1
        outline.append((f"# {chapter}", f"{chapter}. Chapter of the report", first))
        outline += [(f"{chapter}.intro.{n}", next(texts), first) for n in range(1, 6)]
        for section, page in ((f"{chapter}.1", first + 1), (f"{chapter}.2", first + 2)):
            outline.append((f"## {section}", f"{section} Section of the chapter", page))
            outline += [(f"{section}.{n}", next(texts), page) for n in range(1, 6)]
    return outline


OUTLINES: dict[str, Golden] = {
    "council-guidelines.pdf": Golden(
        "Draft guidelines on academic freedom",
        [
            (
                "cover",
                "Council of the European Union\nBrussels, 16 September 2024\n(OR. en)\n12107/24\n"
                "COHOM 103\nNOTE\nFrom: General Secretariat of the Council\nTo: Delegations\n"
                "Subject: Draft guidelines on academic freedom",
                1,
            ),
            ("intro.1", "Delegations will find attached the guidelines on academic freedom.", 1),
            ("ANNEX.cover", "ANNEX", 2),
            ("# EU GUIDELINES ON ACADEMIC FREEDOM", "EU GUIDELINES ON ACADEMIC FREEDOM", 2),
            ("## I", "I. Introduction", 2),
            ("1", f"1. {PROHIBITION}", 2),
            ("2", f"2. {DIALOGUE}", 2),
            ("3", f"3. {DEFENDERS}", 2),
            ("## II", "II. Operational part", 3),
            ("### II.A", "A. Monitoring", 3),
            ("4", f"4. {MISSIONS}", 3),
            (
                "5",
                "5. The Union will, in line with what its guidelines say:\n"
                "take up individual cases;\nobserve trials.",
                3,
            ),
            ("### II.B", "B. Action", 3),
            ("6", f"6. {COOPERATION}", 3),
            (
                "7",
                "7. Delegations keep lists of persons at risk in the universities and report on "
                "changes in the law that concern them. They do so twice a year.",
                3,
            ),
            ("8", f"8. {REVIEW}", 4),
            ("note.1", "1 Council conclusions of 17 June 2019.", 2),
            ("note.2", "2 Statute of the Council of Europe, London, 5 May 1949.", 3),
        ],
    ),
    "council-conclusions.pdf": Golden(
        "Council conclusions on decent work",
        [
            (
                "cover",
                "Council of the European Union\nBrussels, 16 September 2024\n(OR. en)\n10897/24\n"
                "COHOM 103\nNOTE\nFrom: General Secretariat of the Council\nTo: Delegations\n"
                "Subject: Council conclusions on decent work",
                1,
            ),
            ("intro.1", "Delegations will find in the annex the conclusions of the Council.", 1),
            ("ANNEX.cover", "ANNEX\nCouncil conclusions on decent work", 2),
            ("1", f"1. {LABOUR}", 2),
            ("2", f"2. {WOMEN}", 2),
            ("3", f"3. {CHILDREN}", 2),
            (
                "4",
                "4. The Council invites the Commission and the Member States:\n"
                "a) to address forced labour;\nb) to support inspections:\nin mines,\non farms.",
                3,
            ),
            ("5", f"5. {FUNDING}", 3),
            ("6", f"6. {REVIEW}", 3),
        ],
    ),
    "lost-capitals.pdf": Golden(
        "",
        [
            ("cover", "EU GUIDELINES ON NEUTRALITY", 1),
            ("# I", "I. INTRODUCTION", 1),
            ("I.1", MEDIA, 1),
            ("I.2", JUSTICE, 1),
            ("I.3", "The Union acts in union with others. No introduction is needed here.", 1),
            ("# II", "II. MONITORING", 2),
            ("II.1", MISSIONS, 2),
            (
                "II.2",
                "Monitoring guidelines speak of neutrality, and operational steps follow.",
                2,
            ),
            ("# III", "III. OPERATIONAL STEPS", 2),
            ("III.1", REVIEW, 2),
        ],
        doubts=("letter N",) * 4,
    ),
    "brochure.pdf": Golden(
        "Free elections",
        [
            ("cover", "Free elections\nA guide for delegations", 1),
            ("# 1", "1_ Why elections matter", 2),
            ("1.1", ELECTIONS, 2),
            ("1.2", COOPERATION, 2),
            (
                "1.3",
                "Observers are trained before they leave: they learn how votes are counted and "
                "what the photographs of the results are for. Nobody observes alone, and no "
                "long-term observer stays in the capital.",
                2,
            ),
            ("1.4", MEDIA, 2),
            ("# 2", "2_ What delegations do", 3),
            ("## Before the vote", "Before the vote", 3),
            ("Before the vote.1", DEFENDERS, 3),
            ("Before the vote.2", FUNDING, 3),
            ("## After the vote", "After the vote", 3),
            ("After the vote.1", MISSIONS, 3),
            ("After the vote.2", JUSTICE, 3),
            (
                "After the vote.3",
                "Photographs and long-term observers are paid for by the Union. Whoever observes "
                "knows it.",
                3,
            ),
            ("# Notes", "Notes", 4),
            ("note.1", "1 Declaration of principles, New York, 27 October 2005.", 4),
            ("note.2", "2 Regulation (EU) 2021/947.", 4),
        ],
    ),
    "restarting-numbers.pdf": Golden(
        "Strategy on torture prevention in Utopia",
        [
            ("cover", "Strategy on torture prevention in Utopia", 1),
            ("# I", "I. Context", 1),
            ("I.1", f"1. {PROHIBITION}", 1),
            ("I.2", f"2. {DIALOGUE}", 1),
            ("# II", "II. Priorities", 1),
            ("## II.A", "A. Prisons", 1),
            ("II.A.1", f"1. {TRAINING}", 1),
            ("II.A.2", f"2. {JUSTICE}", 1),
            ("## II.B", "B. Police", 1),
            ("II.B.1", f"1. {DEFENDERS}", 1),
            ("II.B.2", f"2. {MISSIONS}", 2),
            ("II.B.3", f"3. {WOMEN}", 2),
            ("II.B.3 (2)", FUNDING, 2),
            ("# III", "III. Review", 2),
            ("III.1", f"1. {REVIEW}", 2),
        ],
    ),
    "dotted-numbers.pdf": Golden(
        "Water strategy",
        [
            ("cover", "Water strategy", 1),
            ("# 1", "1. Aims", 1),
            ("1.intro.1", WATER, 1),
            ("## 1.1", "1.1 Health", 1),
            ("1.1.1", CHILDREN, 1),
            ("## 1.2", "1.2 Dignity", 1),
            ("1.2.1", WOMEN, 1),
            ("1.2.2", LABOUR, 1),
            ("# 2", "2. Means", 2),
            ("2.1", f"2.1 {FUNDING}", 2),
            ("2.2", f"2.2 {TRAINING}", 2),
            ("2.3", f"2.3 {MISSIONS}", 2),
        ],
    ),
    "long-report.pdf": Golden(
        "Annual report on human rights and democracy in the world",
        [
            ("cover", "Annual report on human rights and democracy in the world\n2024", 1),
            *_chapters(),
        ],
    ),
    "ruled-table.pdf": Golden(
        "",
        [
            ("# 1", "1. Measures", 1),
            ("1.1", MISSIONS, 1),
            ("1.row.1", "Objective\nMeasure\nYear", 1),
            ("1.row.2", "Water\nNew wells in the north\n2025", 1),
            ("1.row.3", "Courts\nLegal aid\n2026", 1),
            ("1.row.4", "Media\nGrants for local radio\n2027", 1),
            ("# 2", "2. Outlook", 1),
            ("2.1", REVIEW, 1),
        ],
    ),
    "mixed-pages.pdf": Golden(
        "Report of the mission",
        [
            ("cover", "Report of the mission", 1),
            ("# Findings", "Findings", 1),
            ("Findings.1", TRAINING, 1),
            ("Findings.2", WATER, 1),
            ("Findings.3", JUSTICE, 2),
            ("Findings.4", DIALOGUE, 2),
            ("# Costs", "Costs", 3),
            ("Costs.1", FUNDING, 3),
            ("Costs.2", LABOUR, 3),
            (
                "note.1",
                "1 Resolution 64/292 of the General Assembly of the United Nations of 28 July "
                "2010, which was adopted with 122 votes; the states that abstained gave their "
                "reasons in the debate, and several of them have since changed their position, as "
                "they said in the Council of Human Rights and in the Third Committee.",
                1,
            ),
        ],
    ),
    "french.pdf": Golden(
        "Orientations sur la liberté académique",
        [
            ("cover", "Orientations sur la liberté académique", 1),
            ("# I", "I. Contexte", 1),
            ("1", f"1. {PROTECTION_FR}", 1),
            ("# II", "II. Action", 2),
            ("## II.A", "A. Dialogue", 2),
            ("2", f"2. {DIALOGUE_FR}", 2),
            ("3", "3. La délégation :\nrend visite aux détenus ;\npublie un rapport.", 2),
            ("## II.B", "B. Formation", 2),
            ("4", f"4. {FORMATION_FR}", 2),
            ("# III", "III. Suivi", 2),
            ("5", f"5. {RAPPORT_FR}", 2),
        ],
    ),
    "plain-memo.pdf": Golden(
        "",
        [
            ("1", DIALOGUE, 1),
            ("2", DEFENDERS, 1),
            ("3", ELECTIONS, 1),
            ("4", MEDIA, 2),
            ("5", REVIEW, 2),
        ],
    ),
    "untitled.pdf": Golden(
        "",
        [
            ("# Findings", "Findings", 1),
            ("Findings.1", MEDIA, 1),
            ("Findings.2", WATER, 1),
            ("# Advice", "Advice", 1),
            ("Advice.1", LABOUR, 1),
            ("# Outlook", "Outlook", 2),
            ("Outlook.1", REVIEW, 2),
        ],
    ),
    "reprint.pdf": Golden(
        "Guidelines on housing",
        [
            ("# 1", "1 · Why housing", 1),
            ("1.1", WATER, 1),
            ("1.2", WOMEN, 1),
            ("# 2", "2 · What to do", 2),
            ("## 2.1", "2.1 · In dialogues", 2),
            ("2.1.1", DIALOGUE, 2),
            ("2.1.2", "Delegations:\nraise evictions;\nvisit settlements.", 2),
            ("## 2.2", "2.2 · In projects", 2),
            ("2.2.1", FUNDING, 2),
        ],
    ),
    "two-annexes.pdf": Golden(
        "Decision on missions",
        [
            ("cover", "Decision on missions", 1),
            ("1", f"1. {MISSIONS}", 1),
            ("2", f"2. {ELECTIONS}", 1),
            ("ANNEX I.cover", "ANNEX I", 2),
            ("ANNEX I.1", f"1. {WATER}", 2),
            ("ANNEX I.2", f"2. {TRAINING}", 2),
            ("ANNEX II.cover", "ANNEX II", 3),
            ("ANNEX II.1", f"1. {LABOUR}", 3),
            ("ANNEX II.2", f"2. {FUNDING}", 3),
        ],
    ),
}
