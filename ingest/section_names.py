"""What documents call their annexes and contents, in the languages most of them are in."""

import re

ANNEX = "ANNEX|ANNEXE|ANHANG|ANEXO|ALLEGATO|BIJLAGE|ΠΑΡΑΡΤΗΜΑ"
CONTENTS = re.compile(
    r"^(?:(?:table of )?contents|index|table des matières|sommaire|inhalt(?:sverzeichnis)?|índice"
    r"|indice|sommario|inhoud(?:sopgave)?|(?:πίνακας περιεχομένων|περιεχόμενα)):?$",
    re.IGNORECASE,
)
# The codes of the official languages, which Council documents print at the foot of each page.
LANGUAGE_CODES = "BG|CS|DA|DE|EL|EN|ES|ET|FI|FR|GA|HR|HU|IT|LT|LV|MT|NL|PL|PT|RO|SK|SL|SV"
