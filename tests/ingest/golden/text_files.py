"""Markdown and plain text of the golden set, written out."""

from textwrap import fill

from tests.ingest.golden.words import (
    CHILDREN,
    COOPERATION,
    DEFENDERS,
    DIALOGUE,
    DIALOGUE_EL,
    DIALOGUE_FR,
    ELECTIONS,
    FORMATION_FR,
    FUNDING,
    JUSTICE,
    LABOUR,
    MEDIA,
    MISSIONS,
    PROHIBITION,
    PROTECTION_EL,
    PROTECTION_FR,
    RAPPORT_FR,
    REPORT_EL,
    REVIEW,
    TRAINING,
    TRAINING_EL,
    WATER,
    WOMEN,
)


def wrapped(text: str, indent: str = "", width: int = 78) -> str:
    """Text broken at a width; further lines are indented."""
    return fill(text, width, subsequent_indent=indent, break_on_hyphens=False)


STRATEGY = f"""---
title: Human rights strategy for Arcadia
author: EU Delegation
---

# Human rights strategy for Arcadia

{COOPERATION}

## 1. Context

{MISSIONS}

{DIALOGUE}

## 2. Priorities

### 2.1 Media

{MEDIA}[^1]

The delegation will:

- meet editors **every month**;
- observe trials:
  - of journalists,
  - of bloggers;
- report to Brussels.

### 2.2 Children

{CHILDREN}

## 3. Means

| Priority | Instrument | Year |
|----------|------------|------|
| Media    | Grants     | 2025 |
| Children |            | 2026 |

{FUNDING}

[^1]: See the *guidelines* on freedom of expression, paragraph 12.
"""

NUMBERED = f"""# EU guidelines on public gatherings

## I. Introduction

1. {PROHIBITION}

2. {DIALOGUE}

## II. Operational part

### A. Monitoring

3. {MISSIONS}

   Reports are sent to the working party.

4. {DEFENDERS}

### B. Action

5. The Union will:

   a) raise cases;

   b) issue statements.

6. {REVIEW}
"""

RESTARTING = f"""# Conclusions of the seminar on water

## I. Findings

1. {WATER}
2. {WOMEN}

## II. Recommendations

{FUNDING}

1. {TRAINING}
2. {LABOUR}
"""

NOTES = f"""{MEDIA}

{ELECTIONS}

> {JUSTICE}
"""

CONCLUSIONS = "\n\n".join(
    [
        "COUNCIL CONCLUSIONS ON SAFE WATER",
        wrapped("1. " + WATER),
        wrapped("2. " + DIALOGUE),
        wrapped("3. The Council calls on the Member States to:"),
        "   (a) share what they know;\n   (b) report on their progress in good time\n"
        "       before the next meeting;\n   (c) pay.",
        wrapped("4. " + FUNDING),
        wrapped(MISSIONS),
        wrapped("5. " + REVIEW),
    ]
)

CAPITALS = f"""HUMAN RIGHTS IN ARCADIA
Report of the delegation, May 2024

I. THE SITUATION

{wrapped(MEDIA)}

{wrapped(ELECTIONS)}

II. WHAT WAS DONE

A. Dialogue

{wrapped(DIALOGUE)}

B. Projects

{wrapped(FUNDING)}

{wrapped(TRAINING)}

ANNEX

1. {wrapped(WOMEN)}

2. {wrapped(CHILDREN)}
"""

UNDERLINED = f"""Human rights and business
=========================

Duties of states
----------------

{wrapped(LABOUR)}

{wrapped(JUSTICE)} [1]

Duties of companies
-------------------

{wrapped(COOPERATION)}

What companies should do:

* find risks,
* prevent harm and, where it has happened all the same, take part in making it
  good again,
* report.

[1] United Nations, document A/HRC/17/31.
"""

DOTTED = f"""Strategy for Utopia

1. Aims

1.1 {wrapped(WATER)}

1.2 {wrapped(WOMEN)}

2. Means

{wrapped(FUNDING)}

2.1 {wrapped(TRAINING)}

2.2 {wrapped(MISSIONS)}
"""

MEMO = f"""{wrapped(DIALOGUE)}

{wrapped(DEFENDERS)}

It is proposed:
- to meet them in June;
- to write a letter.

{wrapped(ELECTIONS)}
"""

PAGES = (
    "GUIDELINES ON DETENTION\n\nI. Rules\n\n"
    + wrapped("1. " + PROHIBITION)
    + "\n\n2\n\f\n"
    + wrapped("2. " + TRAINING)
    + "\n\n3.\n\n"
    + wrapped(JUSTICE)
    + "\n\n- 3 -\n\f\nII. Review\n\n"
    + wrapped("4. " + REVIEW)
    + "\n"
)

FRENCH = f"""STRATÉGIE POUR L’ARCADIE

I. Contexte

{wrapped(PROTECTION_FR)}

{wrapped(DIALOGUE_FR)}

II. Priorités

A. Formation

{wrapped(FORMATION_FR)}

B. Suivi

La délégation :

– rencontre les autorités ;
– publie un rapport.

{wrapped(RAPPORT_FR)}
"""

GREEK = f"""# Στρατηγική για την Αρκαδία

## 1. Πλαίσιο

{PROTECTION_EL}

## 2. Προτεραιότητες

### 2.1 Διάλογος

{DIALOGUE_EL}

### 2.2 Εκπαίδευση

{TRAINING_EL}

## Συμπέρασμα

{REPORT_EL}
"""

FILES: dict[str, bytes] = {
    "strategy.md": STRATEGY.encode(),
    "numbered.md": NUMBERED.encode(),
    "restarting.md": RESTARTING.encode(),
    "notes.md": NOTES.encode(),
    "conclusions.txt": CONCLUSIONS.encode(),
    "capitals.txt": CAPITALS.encode(),
    "underlined.txt": UNDERLINED.replace("\n", "\r\n").encode(),
    "dotted.txt": DOTTED.encode(),
    "memo.txt": MEMO.encode("utf-16"),
    "pages.txt": PAGES.encode(),
    "french.txt": FRENCH.encode(),
    "greek.md": GREEK.encode("utf-8-sig"),
}
