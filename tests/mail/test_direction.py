"""Direction of plain text."""

import pytest

from app.mail import direction


@pytest.mark.parametrize(
    ("text", "way", "expected"),
    [
        ("שלום לכולם", "rtl", "שלום לכולם"),
        ("مرحبا", "rtl", "مرحبا"),
        ("Kelim: סיסמה חדשה", "rtl", "\u200fKelim: סיסמה חדשה"),
        ("14 ימים", "rtl", "14 ימים"),
        ("2 + 2", "rtl", "\u200f2 + 2"),
        ("Hello", "ltr", "Hello"),
        ("\u2068נועה\u2069, hello", "ltr", "\u2068נועה\u2069, hello"),
        ("\u2068Noa\u2069, שלום", "rtl", "\u2068Noa\u2069, שלום"),
        ("https://kelim.example.org/x?lang=he", "rtl", "https://kelim.example.org/x?lang=he"),
    ],
)
def test_a_line_begins_with_a_mark_where_its_first_letter_would_turn_it(text, way, expected):
    assert direction.begin(text, way) == expected


def test_names_cannot_turn_what_stands_around_them():
    assert direction.isolate("a\u202eb\u2069c\n d") == "\u2068abc d\u2069"


def test_html_escapes_words_and_keeps_isolates():
    assert direction.as_html("1 < 2 \u2068<i>\u2069") == "1 &lt; 2 <bdi>&lt;i&gt;</bdi>"


def test_html_links_only_what_stands_alone():
    assert direction.as_html("http://x.org/a?b=1") == '<a href="http://x.org/a?b=1" dir="ltr">http://x.org/a?b=1</a>'
    assert "<a" not in direction.as_html("see http://x.org")
