"""HTML of the golden set: EUR-Lex, the Official Journal of both kinds, ordinary pages."""

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

PAGE_BREAK = '<div class="pageBreak"><br/></div></div>\n<div class="content">'


def line(name: str, text: str) -> str:
    """A paragraph of EUR-Lex, its words cut over spans as the export cuts them."""
    middle = len(text) // 2
    return (
        f'<p class="{name}">\n   <span>{text[:middle]}</span><span>{text[middle:]}</span>\n</p>\n'
    )


def numbered(name: str, number: str, text: str) -> str:
    """A paragraph whose number stands in a span of its own."""
    return (
        f'<p class="li {name}">\n   <span class="num"><span>{number}</span></span>'
        f"<span>{text}</span>\n</p>\n"
    )


def bullet(name: str, sign: str, text: str) -> str:
    """A bulleted paragraph of EUR-Lex."""
    return (
        f'<p class="li {name}"><span class="list-symbol"><span class="num">{sign}</span></span>'
        f"<span>{text}</span></p>\n"
    )


def mark(identity: int, label: int) -> str:
    """A note mark of EUR-Lex."""
    return (
        f'<span class="FootnoteReference"><a class="footnoteRef" id="footnoteref{identity}" '
        f'href="#footnote{identity}">{label}</a></span>'
    )


def note(identity: int, label: int, text: str) -> str:
    """A note of EUR-Lex."""
    return (
        f'<dd id="footnote{identity}"><span class="num"><a class="footnote" '
        f'href="#footnoteref{identity}">({label})</a></span><span>\n<span class="tab">   </span>'
        f"{text}</span></dd>\n"
    )


def eurlex(*wrappers: str) -> bytes:
    """A page of EUR-Lex: a wrapper for each part."""
    parts = "".join(
        '<div class="contentWrapper"><div class="content"><!--all docVars,[name=LW_LANGUE]-->'
        f"{wrapper}</div></div>\n"
        for wrapper in wrappers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 '
        'Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml"><!--CONVEX # converter_version:9.16.1-->'
        "<head><title>IMMC.JOIN%282024%299%20final.ENG.docx</title>"
        '<link rel="stylesheet" href="http://publications.europa.eu/com.css"/></head>'
        f"<body>{parts}</body></html>"
    ).encode()


COMMUNICATION = eurlex(
    line("Emission", "Brussels, 25.3.2024")
    + line("Rfrenceinstitutionnelle", "JOIN(2024) 9 final")
    + '<p class="cpMarking"/>'
    + line("Typedudocument_cp", "JOINT COMMUNICATION TO THE EUROPEAN PARLIAMENT AND THE COUNCIL")
    + line("Titreobjet_cp", "Plan on Water and Rights 2024-2027")
    + PAGE_BREAK
    + numbered("ManualHeading1", "1.", "Introduction")
    + line("Normal", WATER)
    + f'<p class="Normal"><span>{WOMEN[:-1]}</span>{mark(2, 1)}<span>.</span></p>'
    + numbered("ManualHeading1", "2.", "What the Union does")
    + line("Normal", "The Union will:")
    + bullet("Bullet0", "·", "finance wells;")
    + PAGE_BREAK
    + bullet("Bullet0", "·", "train engineers;")
    + bullet("Bullet0", "·", "report.")
    + line("Normal", MISSIONS)
    + '</div><div class="content"><dl id="footnotes">'
    + note(2, 1, "OJ L 327, 22.12.2000, p. 1.")
    + "</dl>",
    line("Annexetitre", "ANNEX")
    + line("Normal", PROHIBITION)
    + numbered("ManualHeading1", "I.", "Wells")
    + line("Normal", "This line is about wells.")
    + numbered("ManualHeading2", "A.", "Rural wells")
    + bullet("Bullet0", "·", TRAINING)
    + bullet("Bullet0", "·", FUNDING)
    + numbered("ManualHeading2", "B.", "Urban wells")
    + bullet("Bullet0", "·", LABOUR)
    + numbered("ManualHeading1", "II.", "Rights")
    + numbered("ManualHeading2", "A.", "Courts")
    + bullet("Bullet0", "·", JUSTICE),
)


def journal_point(prefix: str, number: str, text: str) -> str:
    """A point of the Official Journal: a table of its number and its text."""
    return (
        '<table border="0" cellpadding="0" cellspacing="0" width="100%"><col width="4%"/>'
        f'<col width="96%"/><tbody><tr><td valign="top"><p class="{prefix}normal">{number}</p></td>'
        f'<td valign="top"><p class="{prefix}normal">{text}</p></td></tr></tbody></table>\n'
    )


OLD_JOURNAL = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML//EN" "xhtml-strict.dtd">
<html><head><title>L_2013176EN.01000101.xml</title>
<meta content="text/html; charset=utf-8" http-equiv="content-type"/></head><body>
<table width="100%"><col width="10%"/><col width="10%"/><col width="60%"/><col width="20%"/>
<tbody><tr><td><p class="hd-date">27.6.2013</p></td><td><p class="hd-lg">EN</p></td>
<td><p class="hd-ti">Official Journal of the European Union</p></td>
<td><p class="hd-oj">L 176/1</p></td></tr></tbody></table>
<hr class="separator"/>
<p class="doc-ti">REGULATION (EU) No 77/2013 OF THE COUNCIL</p>
<p class="doc-ti">of 26 June 2013</p>
<p class="doc-ti">on grants for human rights defenders</p>
<p class="normal">THE COUNCIL OF THE EUROPEAN UNION,</p>
<p class="normal">Having regard to the opinion of the Court of Auditors
 <a href="#ntr1-L_2013" id="ntc1-L_2013"> ( <span class="super">1</span> ) </a> ,</p>
<p class="normal">Whereas:</p>
{journal_point("", "(1)", DEFENDERS)}
{journal_point("", "(2)", FUNDING)}
<p class="normal">HAS ADOPTED THIS REGULATION:</p>
<p class="ti-art" id="d1">Article 1</p>
<p class="sti-art">Scope</p>
<p class="normal">This Regulation applies to:</p>
{journal_point("", "(a)", "grants to persons;")}
{journal_point("", "(b)", "grants to organisations.")}
<p class="ti-art" id="d2">Article 2</p>
<p class="sti-art">Entry into force</p>
<p class="normal">This Regulation enters into force on 1 July 2013.</p>
<p class="normal">Done at Luxembourg, 26 June 2013.</p>
<hr class="note"/>
<p class="note"><a href="#ntc1-L_2013" id="ntr1-L_2013">( <span class="super">1</span> )</a>
 OJ C 105, 11.4.2012, p. 1.</p>
</body></html>""".encode()

NEW_JOURNAL = f"""<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta charset="utf-8"/><title>C_202301234EN.000101.fmx.xml</title></head><body>
<div class="eli-container"><table class="oj-table"><tbody><tr>
<td><p class="oj-hd-date">14.11.2023</p></td><td><p class="oj-hd-lg">EN</p></td>
<td><p class="oj-hd-ti">Official Journal of the European Union</p></td></tr></tbody></table>
<div class="eli-main-title"><p class="oj-doc-ti">Guidelines on the protection of water works</p>
<p class="oj-doc-ti">(C/2023/1234)</p></div>
<p class="oj-ti-grseq-1"><span class="oj-bold">I.</span> <span class="oj-bold">PURPOSE</span></p>
<p class="oj-normal">1.</p>
<p class="oj-normal">{WATER}</p>
<p class="oj-normal">2.</p>
<p class="oj-normal">{PROHIBITION}</p>
<p class="oj-ti-grseq-1"><span class="oj-bold">II.</span>
<span class="oj-bold">GUIDELINES</span></p>
<p class="oj-ti-grseq-1"><span class="oj-bold">A.</span> <span class="oj-bold">Reporting</span></p>
<p class="oj-normal">3.</p>
<p class="oj-normal">The following is reported:</p>
{journal_point("oj-", "(a)", "damage to wells;")}
{journal_point("oj-", "(b)", "lack of access.")}
<p class="oj-normal">4.</p>
<p class="oj-normal">{MISSIONS}</p>
</div></body></html>""".encode()

ACT_WITH_ANNEX = f"""<html><head><title>L_2024.xml</title></head><body>
<p class="oj-doc-ti">COUNCIL DECISION (CFSP) 2024/99</p>
<p class="oj-doc-ti">of 3 May 2024</p>
<p class="oj-normal">Whereas:</p>
{journal_point("oj-", "(1)", COOPERATION)}
{journal_point("oj-", "(2)", DIALOGUE)}
<p class="oj-ti-art">Article 1</p>
<p class="oj-normal">1.   {ELECTIONS}</p>
<p class="oj-normal">2.   {MEDIA}</p>
<p class="oj-ti-art">Article 2</p>
<p class="oj-normal">1.   {REVIEW}</p>
<p class="oj-doc-ti">ANNEX</p>
<p class="oj-ti-grseq-1">A. Persons</p>
<p class="oj-normal">{CHILDREN}</p>
<p class="oj-ti-grseq-1">B. Entities</p>
<p class="oj-normal">{LABOUR}</p>
</body></html>""".encode()

WEB_PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Human rights in Arcadia | EEAS</title><script>var tracking = 1;</script></head><body>
<header><a href="/">EEAS</a></header><nav><ul><li>Home</li><li>About us</li></ul></nav>
<main><h1>Human rights in Arcadia</h1>
<p>{DIALOGUE}</p>
<h2>What we do</h2>
<p>{TRAINING}</p>
<p>The delegation works on:</p>
<ul><li>media:<ul><li>newspapers,</li><li>radio;</li></ul></li><li>courts.</li></ul>
<h3>Projects</h3>
<p>{FUNDING}</p>
<h4>Grants</h4>
<p>{DEFENDERS}</p>
<h3>Visits</h3>
<p>{MISSIONS}</p>
<h2>Figures</h2>
<table><thead><tr><th>Year</th><th>Grants</th></tr></thead>
<tbody><tr><td>2023</td><td>14</td></tr><tr><td>2024</td><td>17</td></tr></tbody></table>
<h2>Contact</h2>
<p>{JUSTICE}</p>
</main><aside>Related news</aside><footer>Imprint</footer></body></html>""".encode()

ORDERED_LISTS = f"""<html><head><meta charset="utf-8"><title>Rules for election observers</title>
</head><body><h1>Rules for election observers</h1>
<h2>1. Before the vote</h2>
<p>{ELECTIONS}</p>
<p>Observers:</p>
<ol type="a"><li>register;</li><li>take part in the training;</li></ol>
<h2>2. After the vote</h2>
<h3>2.1 Report</h3>
<p>{MISSIONS}</p>
<h3>2.2 Follow-up</h3>
<p>{COOPERATION}</p>
</body></html>""".encode()

FRENCH = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="iso-8859-1">
<title>Les droits de l'homme en Arcadie</title></head><body>
<h1>Les droits de l'homme en Arcadie</h1>
<h2>I. Contexte</h2>
<p>{PROTECTION_FR}</p>
<h3>A. Dialogue</h3>
<p>{DIALOGUE_FR}</p>
<h3>B. Formation</h3>
<p>{FORMATION_FR}</p>
<h2>II. Suivi</h2>
<p>{RAPPORT_FR}</p>
</body></html>""".encode("cp1252")

GREEK = f"""<!DOCTYPE html><html lang="el"><head><meta charset="utf-8">
<title>Στρατηγική για τα ανθρώπινα δικαιώματα</title></head><body><article>
<h1>Στρατηγική για τα ανθρώπινα δικαιώματα</h1>
<p>{PROTECTION_EL}</p>
<h2>Διάλογος</h2>
<p>{DIALOGUE_EL}</p>
<ol><li>{REPORT_EL}</li><li>{TRAINING_EL}</li></ol>
</article></body></html>""".encode()

FILES: dict[str, bytes] = {
    "communication.html": COMMUNICATION,
    "old-journal.html": OLD_JOURNAL,
    "new-journal.html": NEW_JOURNAL,
    "act-with-annex.html": ACT_WITH_ANNEX,
    "web-page.html": WEB_PAGE,
    "ordered-lists.html": ORDERED_LISTS,
    "french.html": FRENCH,
    "greek.html": GREEK,
}
