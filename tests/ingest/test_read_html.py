from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, DocumentFacts, Kind, LeftOut, NoteMark
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.outline import build_document
from ingest.read import read_source
from ingest.read_html import read_html
from ingest.reading import Reading
from ingest.split import split
from ingest.tokens import count_tokens
from tests.ingest.account import NOTHING, unaccounted

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "eurlex-html"

HEADING = (
    '<p class="li ManualHeading{level}"><span class="num"><span>{number}</span></span>'
    "<span>{text}</span></p>"
)
BULLET = (
    '<p class="li {name}"><span class="list-symbol"><span class="num">{sign}</span></span>'
    "<span>{text}</span></p>"
)
POINT = '<p class="li {name}"><span class="num"><span>{number}</span></span><span>{text}</span></p>'
MARK = (
    '<span class="FootnoteReference">\n  <a class="footnoteRef" id="footnoteref{id}" '
    'href="#footnote{id}">{label}</a>\n</span>'
)
NOTE = (
    '<dd id="footnote{id}"><span class="num"><a class="footnote" href="#footnoteref{id}">'
    '({label})</a></span><span>\n<span class="tab">   </span></span><span>{text}</span></dd>'
)


def page(*wrappers: str) -> str:
    """A page of the shape that EUR-Lex gives out: one contentWrapper for each part."""
    parts = "".join(
        f'<div class="contentWrapper"><div class="content"><!--docVars-->{wrapper}</div></div>\n'
        for wrapper in wrappers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>IMMC.COM(2025)6.docx</title>'
        f"<style>p {{ color: red }}</style></head><body>{parts}</body></html>"
    )


def elements_of(*wrappers: str) -> list[Element]:
    return list(read_html(page(*wrappers)).elements)


def body(wrapper: str) -> list[Element]:
    """The elements of a page with one part, behind the element that opens the part."""
    part, *rest = elements_of(wrapper)
    assert part == Element(Role.PART, "COM")
    return rest


def read(facts: DocumentFacts, *wrappers: str) -> Document:
    return build_document(facts, read_html(page(*wrappers)))


def labelled(document: Document) -> list[tuple[str, str]]:
    return [(node.label, document.text[node.start : node.end]) for node in document.outline]


def test_words_cut_over_spans_are_joined() -> None:
    source = (
        '<p class="Normal">\n   <span>The Union</span><span>’s</span><span> position </span>'
        "<span>is suppo</span><span>rt</span><span>ed: rules</span><span>‑</span>"
        "<span>based</span><span>\u00a0order</span>\n</p>"
    )

    assert body(source) == [
        Element(Role.PARAGRAPH, "The Union’s position is supported: rules‑based\u00a0order")
    ]


def test_white_space_of_the_layout_is_one_space() -> None:
    source = '<p class="Normal"><span>one</span>\n\t  <span>two</span><br/><span>three </span></p>'

    assert body(source) == [Element(Role.PARAGRAPH, "one two three")]


def test_headings_have_their_level_and_number() -> None:
    source = (
        HEADING.format(level=1, number="1.", text="Subject")
        + HEADING.format(level=2, number="1.1.", text="Context")
        + HEADING.format(level=3, number="1.1.1.", text="Principles")
        + '<p class="li ManualHeading1"><span>WITHOUT A NUMBER</span></p>'
        + '<p class="li Heading2"><span class="num">II.</span><span>Plain heading</span></p>'
        + '<p class="Exposdesmotifstitre"><span>EXPLANATORY MEMORANDUM</span></p>'
        + '<p class="Titrearticle"><span>Article 1 </span></p>'
    )

    assert body(source) == [
        Element(Role.HEADING, "Subject", "1.", 1),
        Element(Role.HEADING, "Context", "1.1.", 2),
        Element(Role.HEADING, "Principles", "1.1.1.", 3),
        Element(Role.HEADING, "WITHOUT A NUMBER", "", 1),
        Element(Role.HEADING, "Plain heading", "II.", 2),
        Element(Role.HEADING, "EXPLANATORY MEMORANDUM", "", 1),
        Element(Role.HEADING, "Article 1", "", 2),
    ]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Bullet0", "·"),
        ("ListBullet", "\uf0b7"),
        ("ListBullet1", "•"),
        ("Tiret0", "–"),
        ("Tiret2", "-"),
        ("ListDash1", "–"),
    ],
)
def test_bulleted_paragraphs_are_items_without_their_bullet(name: str, sign: str) -> None:
    reading = read_html(page(BULLET.format(name=name, sign=sign, text="raise")))

    assert list(reading.elements[1:]) == [Element(Role.ITEM, "raise")]
    assert list(reading.left_out) == [LeftOut("bullet", sign, -1)]


def test_points_are_items_with_their_number() -> None:
    source = POINT.format(name="Point0", number="(a)", text="the first") + POINT.format(
        name="Point2", number="(ii)", text="the second"
    )

    assert body(source) == [
        Element(Role.ITEM, "the first", "(a)"),
        Element(Role.ITEM, "the second", "(ii)"),
    ]


def test_numbered_paragraphs_keep_their_number() -> None:
    source = (
        POINT.format(name="ManualNumPar1", number="1.", text="The rules")
        + POINT.format(name="NumPar2", number="2.", text="apply.")
        + POINT.format(name="ManualConsidrant", number="(3)", text="Whereas")
        + '<p class="Text1"><span>It goes on.</span></p>'
    )

    assert body(source) == [
        Element(Role.PARAGRAPH, "The rules", "1."),
        Element(Role.PARAGRAPH, "apply.", "2."),
        Element(Role.PARAGRAPH, "Whereas", "(3)"),
        Element(Role.PARAGRAPH, "It goes on."),
    ]


def test_a_page_break_in_the_middle_of_a_list_does_not_end_it(facts: DocumentFacts) -> None:
    source = (
        HEADING.format(level=1, number="1.", text="Aims")
        + '<p class="Normal"><span>The aims are:</span></p>'
        + BULLET.format(name="Bullet0", sign="·", text="one,")
        + '</div><div class="content"><!--page 2-->'
        + BULLET.format(name="Bullet0", sign="·", text="two.")
        + '<p class="Normal"><span>That is all.</span></p>'
    )

    assert labelled(read(facts, source)) == [
        ("COM.1", "1. Aims"),
        ("COM.1.1", "The aims are:\none,\ntwo."),
        ("COM.1.2", "That is all."),
    ]


def test_a_note_mark_is_taken_out_of_the_text_and_of_the_words_around_it() -> None:
    source = (
        f'<p class="Normal"><span>In 2012</span>{MARK.format(id=1, label=1)}<span>, too.</span></p>'
    )
    reading = read_html(page(source))

    assert list(reading.elements[1:]) == [
        Element(Role.PARAGRAPH, "In 2012, too.", marks=(("1", 7),))
    ]
    assert list(reading.left_out) == [LeftOut("note mark", "1", -1)]


def test_a_note_is_known_by_the_label_it_shows_not_by_its_id(facts: DocumentFacts) -> None:
    source = (
        f'<p class="Normal"><span>The plan</span>{MARK.format(id=2, label=1)}<span> and its '
        f"annex</span>{MARK.format(id=3, label=2)}<span>.</span></p>"
        '</div><div class="content"><dl id="footnotes">'
        f"{NOTE.format(id=2, label=1, text='OJ L 1, p. 2.')}"
        f"{NOTE.format(id=3, label=2, text='See <i>there</i>.')}</dl>"
    )
    document = read(facts, source)

    assert labelled(document) == [
        ("COM.1", "The plan and its annex."),
        ("COM.note.1", "1 OJ L 1, p. 2."),
        ("COM.note.2", "2 See there."),
    ]
    assert document.notes == (NoteMark("1", 8), NoteMark("2", 22))
    assert [node.kind for node in document.outline][1:] == [Kind.NOTE, Kind.NOTE]


def test_notes_are_read_once_even_when_they_hold_paragraphs() -> None:
    source = (
        '<p class="Normal">Text</p><dl id="footnotes"><dd id="footnote1"><span class="num">'
        '<a class="footnote" href="#footnoteref1">(1)</a></span><p class="Normal">First.</p>'
        '</dd><dd id="footnote2"></dd></dl>'
    )

    assert body(source) == [
        Element(Role.PARAGRAPH, "Text"),
        Element(Role.NOTE, "First.", "1"),
    ]


def test_each_part_has_its_own_labels_and_notes(facts: DocumentFacts) -> None:
    act = (
        '<p class="Typedudocument_cp"><span>JOINT COMMUNICATION</span></p>'
        '<p class="Titreobjet_cp"><span>A plan</span></p>'
        f'<p class="Normal">The act{MARK.format(id=1, label=1)}.</p>'
        f'<dl id="footnotes">{NOTE.format(id=1, label=1, text="Of the act.")}</dl>'
    )
    annex = (
        '<p class="Annexetitre"><span>ANNEX</span></p>'
        f'<p class="Normal">The annex{MARK.format(id=1, label=1)}.</p>'
        f'<dl id="footnotes">{NOTE.format(id=1, label=1, text="Of the annex.")}</dl>'
    )

    assert labelled(read(facts, act, annex)) == [
        ("COM.cover", "JOINT COMMUNICATION\nA plan"),
        ("COM.1", "The act."),
        ("COM.note.1", "1 Of the act."),
        ("ANNEX.cover", "ANNEX"),
        ("ANNEX.intro.1", "The annex."),
        ("ANNEX.note.1", "1 Of the annex."),
    ]


def test_a_second_cover_inside_a_part_opens_the_act_behind_its_memorandum() -> None:
    source = (
        '<p class="Typedudocument_cp">Proposal</p><p class="Normal">Reasons.</p>'
        '<p class="Typedudocument">COUNCIL DECISION</p><p class="Normal">Whereas</p>'
    )

    assert body(source) == [
        Element(Role.COVER, "Proposal"),
        Element(Role.PARAGRAPH, "Reasons."),
        Element(Role.PART, "ACT"),
        Element(Role.COVER, "COUNCIL DECISION"),
        Element(Role.PARAGRAPH, "Whereas"),
    ]


def test_an_annex_of_lines_sections_and_bullets_has_objectives(facts: DocumentFacts) -> None:
    annex = (
        '<p class="Annexetitre">ANNEX</p>'
        + HEADING.format(level=1, number="I.", text="Protecting")
        + BULLET.format(name="Bullet0", sign="Ø", text="means of implementation: démarches")
        + HEADING.format(level=2, number="A.", text="People")
        + BULLET.format(name="Bullet0", sign="·", text="Work on it.")
        + BULLET.format(name="Bullet0", sign="·", text="Strive.")
    )

    assert labelled(read(facts, '<p class="Normal">Act</p>', annex)) == [
        ("COM.1", "Act"),
        ("ANNEX.cover", "ANNEX"),
        ("I", "I. Protecting"),
        ("I.means", "means of implementation: démarches"),
        ("I.A", "A. People"),
        ("I.A.1", "Work on it."),
        ("I.A.2", "Strive."),
    ]


def test_self_closed_empty_paragraphs_do_not_swallow_what_follows() -> None:
    source = (
        '<p class="cpMarking"/><p class="Normal"/><p class="Normal"><span>one</span></p>'
        '<p class="Normal"/><table><tr><td><p class="Normal">two</p></td></tr></table>'
        '<p class="Normal"> \n </p>'
    )

    assert body(source) == [Element(Role.PARAGRAPH, "one"), Element(Role.PARAGRAPH, "two")]


def test_comments_scripts_styles_and_the_title_are_dropped_but_not_the_text_behind_them() -> None:
    source = (
        '<p class="Normal">a<!-- docVars [name=x] -->b<script>var c</script>d</p>'
        "<style>p { color: red }</style><!-- between --><p>e</p>"
    )

    assert body(source) == [Element(Role.PARAGRAPH, "abd"), Element(Role.PARAGRAPH, "e")]


def test_a_table_is_read_cell_by_cell_each_text_once() -> None:
    source = (
        '<table><tr><th>Head</th><td><p class="Normal">one</p><p class="Normal">two</p></td>'
        "<td>three</td></tr></table>"
    )

    assert [element.text for element in body(source)] == ["Head", "one", "two", "three"]


def test_text_beside_inner_blocks_is_neither_lost_nor_read_twice() -> None:
    source = (
        "<ul><li>one <b>bold</b><ul><li>two</li></ul>three</li><li><p>four</p></li></ul>"
        "<table><tr><td>five<table><tr><td>six</td></tr></table>seven</td></tr></table>"
    )

    assert [(element.role, element.text) for element in body(source)] == [
        (Role.ITEM, "one bold"),
        (Role.ITEM, "two"),
        (Role.ITEM, "three"),
        (Role.ITEM, "four"),
        (Role.PARAGRAPH, "five"),
        (Role.PARAGRAPH, "six"),
        (Role.PARAGRAPH, "seven"),
    ]


def test_links_and_signatures_are_text() -> None:
    source = (
        '<p class="Normal">See <a class="externalRef" href="https://example.eu">the site</a>.</p>'
        '<div class="signature"><p class="Personnequisigne">The President</p></div>'
    )

    assert [element.text for element in body(source)] == ["See the site.", "The President"]


@pytest.mark.parametrize("prefix", ["", "oj-"])
def test_an_official_journal_page_has_a_cover_headings_and_paragraphs(prefix: str) -> None:
    source = (
        f'<html><body><p class="{prefix}hd-date">27.6.2013</p>'
        f'<p class="{prefix}doc-ti">REGULATION\n (EU) No 1/2013</p>'
        f'<p class="{prefix}normal">Whereas:</p>'
        f'<table><tr><td><p class="{prefix}normal">(1)</p></td>'
        f'<td><p class="{prefix}normal">The G-20\n declared.</p></td></tr></table>'
        f'<p class="{prefix}ti-grseq-1">1. Scope</p><p class="{prefix}ti-section-1">TITLE I</p>'
        f'<p class="{prefix}ti-art">Article 1</p><p class="{prefix}sti-art">Rules</p>'
        f'<p class="{prefix}normal">1.\u00a0\u00a0\u00a0The EU acts.</p>'
        f'<hr class="{prefix}note"/><p class="{prefix}note">OJ C 1.</p></body></html>'
    )
    reading = read_html(source)

    assert reading.title == "REGULATION (EU) No 1/2013"
    assert list(reading.elements) == [
        Element(Role.COVER, "27.6.2013"),
        Element(Role.COVER, "REGULATION (EU) No 1/2013"),
        Element(Role.PARAGRAPH, "Whereas:"),
        Element(Role.PARAGRAPH, "The G-20 declared.", "(1)"),
        Element(Role.HEADING, "Scope", "1.", 1),
        Element(Role.HEADING, "TITLE I", "", 1),
        Element(Role.HEADING, "Article 1", "", 2),
        Element(Role.HEADING, "Rules", "", 3),
        Element(Role.PARAGRAPH, "The EU acts.", "1."),
        Element(Role.PARAGRAPH, "OJ C 1."),
    ]


def web(body: str) -> Reading:
    reading = read_html(f"<html><head><title>A page</title></head><body>{body}</body></html>")
    assert unaccounted(reading) == NOTHING
    return reading


def point(number: str, text: str) -> str:
    return (
        f'<table><col/><col/><tbody><tr><td><p class="oj-normal">{number}</p></td>'
        f'<td><p class="oj-normal">{text}</p></td></tr></tbody></table>'
    )


def test_points_of_the_official_journal_are_one_element_each_however_deep_they_stand() -> None:
    inner = point("(a)", f"one:</p>{point('(i)', 'deep')}{point('—', 'dash')}<p>")
    reading = web(point("(1)", f"It has:</p>{inner}<p>"))

    assert [(e.role, e.number, e.text, e.level) for e in reading.elements] == [
        (Role.PARAGRAPH, "(1)", "It has:", 0),
        (Role.ITEM, "(a)", "one:", 0),
        (Role.ITEM, "(i)", "deep", 1),
        (Role.ITEM, "", "dash", 1),
    ]
    assert reading.left_out == (LeftOut("bullet", "—"),)


def test_a_number_on_a_line_of_its_own_belongs_to_the_paragraph_below_it() -> None:
    source = '<p class="normal">1.</p><p class="normal">The EU acts.</p><p>2.</p><h2>Next</h2>'

    assert [(e.role, e.number, e.text) for e in web(source).elements] == [
        (Role.PARAGRAPH, "1.", "The EU acts."),
        (Role.PARAGRAPH, "", "2."),
        (Role.HEADING, "", "Next"),
    ]


def test_notes_of_the_official_journal_stand_at_the_end_of_their_part() -> None:
    source = (
        '<p class="normal">The opinion <a href="#ntr1-L_1" id="ntc1-L_1">( <span>1</span> )</a> ,'
        ' too.</p><hr class="note"/><p class="note"><a href="#ntc1-L_1" id="ntr1-L_1">(1)</a> OJ C '
        '105.</p><p class="doc-ti">ANNEX I</p><p class="doc-ti">Items</p><p>Full risk</p>'
    )

    assert list(web(source).elements) == [
        Element(Role.PARAGRAPH, "The opinion, too.", marks=(("1", 11),)),
        Element(Role.NOTE, "OJ C 105.", "1"),
        Element(Role.PART, "ANNEX I"),
        Element(Role.COVER, "ANNEX I"),
        Element(Role.COVER, "Items"),
        Element(Role.PARAGRAPH, "Full risk"),
    ]


def test_a_web_page_is_read_without_its_furniture() -> None:
    source = (
        "<nav>Menu</nav><header>Logo</header><main><h1>Rights</h1>Loose <b>text</b>"
        "<div>in a div<p>one</p>behind</div><aside>Related</aside><form>Search</form>"
        '<div id="toc">Contents 1</div><p hidden>secret</p><p>a<br>b<br><br>c</p>'
        "<h3>2.1 Scope</h3><p>kept <del>gone</del></p></main><footer>Imprint</footer>"
    )
    reading = web(source)

    assert reading.title == "Rights"
    assert [(e.role, e.number, e.text, e.level) for e in reading.elements] == [
        (Role.HEADING, "", "Rights", 1),
        (Role.PARAGRAPH, "", "Loose text", 0),
        (Role.PARAGRAPH, "", "in a div", 0),
        (Role.PARAGRAPH, "", "one", 0),
        (Role.PARAGRAPH, "", "behind", 0),
        (Role.PARAGRAPH, "", "a b", 0),
        (Role.PARAGRAPH, "", "c", 0),
        (Role.HEADING, "2.1", "Scope", 3),
        (Role.PARAGRAPH, "", "kept", 0),
    ]
    assert sorted((entry.reason, entry.text) for entry in reading.left_out) == [
        ("contents", "Contents 1"),
        ("deleted", "gone"),
        ("furniture", "Imprint"),
        ("furniture", "Logo"),
        ("furniture", "Menu"),
        ("furniture", "Related"),
        ("furniture", "Search"),
        ("hidden", "secret"),
    ]


def test_items_have_the_depth_of_their_list_and_the_number_that_a_browser_shows() -> None:
    source = (
        "<ul><li>one<ul><li><p>two</p></li></ul></li></ul><p>Steps:</p>"
        '<ol start="3" type="a"><li>three</li><li value="9">nine</li><li>(x) typed</li></ol>'
    )

    assert [(e.role, e.number, e.text, e.level) for e in web(source).elements] == [
        (Role.ITEM, "", "one", 0),
        (Role.ITEM, "", "two", 1),
        (Role.PARAGRAPH, "", "Steps:", 0),
        (Role.ITEM, "c.", "three", 0),
        (Role.ITEM, "i.", "nine", 0),
        (Role.ITEM, "(x)", "typed", 0),
    ]


def test_terms_stand_in_a_row_with_their_definitions() -> None:
    source = "<dl><dt>EEAS</dt><dd>a service</dd><dt>EU</dt><dd>one</dd><dd>two</dd></dl>"

    assert [(e.role, e.text) for e in web(source).elements] == [
        (Role.ROW, "EEAS"),
        (Role.CELL, "a service"),
        (Role.ROW, "EU"),
        (Role.CELL, "one"),
        (Role.CELL, "two"),
    ]


def test_a_table_has_rows_and_one_that_lays_out_a_page_is_read_through() -> None:
    data = "<table><caption>Aims</caption><tr><th>Aim</th><th></th><td>Who</td></tr></table>"
    layout = "<table><tr><td>menu</td><td><h2>Head</h2><p>Text.</p></td></tr></table>"

    assert [(e.role, e.text) for e in web(data + layout).elements] == [
        (Role.PARAGRAPH, "Aims"),
        (Role.ROW, "Aim"),
        (Role.CELL, "Who"),
        (Role.PARAGRAPH, "menu"),
        (Role.HEADING, "Head"),
        (Role.PARAGRAPH, "Text."),
    ]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup><a href="#fn1">1</a></sup>', '<ol><li id="fn1">Note. <a href="#r1">↩</a></li></ol>'),
        (
            '<a href="#_ftn1">[1]</a>',
            '<div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1">[1]</a> Note.</p></div>',
        ),
        ('<sup><a href="#cite_note-7">1</a></sup>', '<p id="cite_note-7"><sup>1</sup> Note.</p>'),
    ],
)
def test_notes_of_other_programs_are_notes(mark: str, note: str) -> None:
    assert list(web(f"<p>Text{mark}, too.</p>{note}").elements) == [
        Element(Role.PARAGRAPH, "Text, too.", marks=(("1", 4),)),
        Element(Role.NOTE, "Note.", "1"),
    ]


def test_nothing_is_fetched_and_no_entity_of_a_page_is_resolved() -> None:
    source = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><base href="http://192.0.2.1/">'
        '<link rel="stylesheet" href="a.css"><p>one &x; two &amp; &eacute;</p><img src="b.png">'
    )

    assert [e.text for e in read_html(source).elements][-1].endswith("& é")


TAGS = [
    *"p div span h2 ul ol li table tr td dl dt dd nav b main section header del sup tbody".split(),
    *('p class="oj-normal"', 'p class="note"', 'li id="fn1"', 'span class="num"', "caption"),
    *('div class="contentWrapper"', 'p class="Annexetitre"', 'p class="oj-doc-ti"'),
    *('p class="Statut"', 'dl id="footnotes"', 'p class="li Point0"', 'td class="x"'),
]
PIECES = st.recursive(
    st.sampled_from(["one ", "(1)", "•", "— a", "2.1 B", "<br>", "&shy;", "<sup>2</sup>", "&nbsp;"])
    | st.sampled_from(['<a href="#fn1">1</a>', "<img>", "<hr>", "<li>x", "</p>", "<td>y", "<dd>z"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("name", ["contentWrapper", "other"])
@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_no_nesting_of_elements_loses_or_repeats_a_character(name: str, body: str) -> None:
    own = body.replace("contentWrapper", "inner") if name == "other" else body
    reading = read_html(f'<html><body><div class="{name}"><p>begin</p>{own}</div></body></html>')

    assert unaccounted(reading) == NOTHING


@pytest.mark.parametrize(
    "nested",
    [
        "<div>" * 100_000 + "<p>deep</p>",
        "<p>" + "<span>" * 100_000 + "deep</p>",
        "<table><tr><td>" * 50_000 + "deep",
        "<p>before</p><p>" + "<em>" * 300 + "deep" + "</em>" * 300 + "</p><p>after</p>",
    ],
)
def test_endless_nesting_is_refused_instead_of_read_in_part(nested: str) -> None:
    with pytest.raises(DocumentUnreadable, match="can't be read to its end"):
        read_html(f"<html><body>{nested}</body></html>")


@pytest.mark.parametrize("tag", ["em", "div"])
def test_nesting_as_deep_as_the_parser_allows_is_read_whole(tag: str) -> None:
    nested = f"<{tag}>" * 230 + "deep" + f"</{tag}>" * 230
    source = f"<section>{nested}</section><p>after</p>"

    assert body(source) == [Element(Role.PARAGRAPH, "deep"), Element(Role.PARAGRAPH, "after")]


@pytest.mark.parametrize(
    "source", ["<!-- only a comment -->", "<html><frameset></frameset></html>", page("<div/>")]
)
def test_a_page_without_text_is_unreadable(source: str) -> None:
    with pytest.raises(DocumentUnreadable, match=r"Save"):
        read_html(source)


def test_broken_markup_is_read_as_far_as_browsers_do() -> None:
    assert body('<p class="Normal">one &amp; two<p class=Normal>three</b> &lt;four') == [
        Element(Role.PARAGRAPH, "one & two"),
        Element(Role.PARAGRAPH, "three <four"),
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample pages are not beside this checkout")
def test_the_real_pages_are_read_with_headings_unique_labels_and_true_offsets(
    facts: DocumentFacts,
) -> None:
    paths = sorted(SAMPLES.glob("*.html"))
    documents = [read_source(path, facts, "html") for path in paths]
    passages = [split(document, count_tokens) for document in documents]
    labels = [[node.label for node in document.outline] for document in documents]

    assert paths
    assert all(any(n.kind is Kind.HEADING for n in document.outline) for document in documents)
    assert all(len(set(found)) == len(found) for found in labels)
    assert [
        passage.id
        for document, found in zip(documents, passages, strict=True)
        for passage in found
        if document.text[passage.start : passage.end] != passage.text or not passage.text.strip()
    ] == []
