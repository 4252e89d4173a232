"""Published HTML as a tree: nothing is lost, numbers keep their order, headings walk in steps."""

from __future__ import annotations

import pytest

from app.papers.letters import INSTEAD, isolated, legible
from app.papers.markup import levelled, tree, words


def plain(text: str) -> str:
    return text.translate({0x2066: None, 0x2069: None})


def test_a_paragraph_keeps_its_inner_elements() -> None:
    assert tree("<p>One <strong>two</strong> <em>three</em></p>\n<p>four</p>") == [
        {"k": "p", "c": ["One ", {"k": "strong", "c": ["two"]}, " ", {"k": "em", "c": ["three"]}]},
        {"k": "p", "c": ["four"]},
    ]


def test_lists_lose_the_space_between_their_lines_and_keep_their_numbers() -> None:
    found = tree('<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>')
    assert found == [{"k": "ol", "n": 3, "c": [{"k": "li", "c": ["c"]}, {"k": "li", "c": ["d"]}]}]


def test_a_table_is_its_rows() -> None:
    (table,) = tree("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>")
    assert isinstance(table, dict)
    heads = [cell.get("head", False) for row in table["c"] for cell in row["c"]]
    assert (table["k"], len(table["c"]), heads) == ("table", 2, [True, False])


def test_a_telephone_number_is_one_piece_from_the_left() -> None:
    html = '<p><span class="contact"><bdi>ערן</bdi> <a href="tel:1201"><bdi dir="ltr">1-800</bdi></a></span></p>'
    assert "'k': 'ltr', 'c': ['1-800']" in str(tree(html))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p><a href="/glossary#x" class="term">word</a></p>', "word"),
        ('<p><a href="https://sahar.org.il/">SAHAR</a></p>', "SAHAR (sahar.org.il)"),
        ('<p><a href="https://sahar.org.il">sahar.org.il</a></p>', "sahar.org.il"),
        ("<p>a<br>b</p>", "a b"),
        ("<p>tea &amp; <blink>bread</p>", "tea & bread"),
        ("<div><p>never closed", "never closed"),
    ],
)
def test_text_of(html: str, shown: str) -> None:
    assert words(tree(html)) == shown


@pytest.mark.parametrize("number", ["18:00–19:30", "1-800-363-363", "*6550", "+972-2-5000", "5 × 10", "22.11–3.12"])
def test_numbers_with_signs_are_isolated(number: str) -> None:
    assert isolated(f"בין {number}, אז") == f"בין \u2066{number}\u2069, אז"


@pytest.mark.parametrize("text", ["18:00", "1201", "22.11.2026", "30%", "word-1", "1. first", "(3)"])
def test_single_numbers_stay_as_they_are(text: str) -> None:
    assert isolated(text) == text


def test_isolating_twice_is_isolating_once() -> None:
    assert isolated(isolated("5–10")) == isolated("5–10")


def test_headings_never_skip_a_level() -> None:
    nodes = tree("<h3>a</h3><h2>b</h2><h5>c</h5><p>t</p><h2>d</h2>")
    assert [x["n"] for x in levelled(nodes, 1) if isinstance(x, dict) and x["k"] == "h"] == [2, 2, 3, 2]


def test_letters_that_the_font_lacks_are_marked() -> None:
    assert legible({"a": ["שלום", "مُرَافِق", "Łukasz", "☐ x", "😀"], "n": 3}) == {
        "a": ["שלום", "مُرَافِق", "Łukasz", "☐ x", INSTEAD],
        "n": 3,
    }
