"""Laws about the catalogues of translations."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from app.config import ROOT
from tests.house.laws import translations

LANGUAGES = ("he", "ar")
WANTED = frozenset({"Save %(name)s", "%(num)s day"})
GOOD = """msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#, python-format
msgid "Save %(name)s"
msgstr "שמירת %(name)s"

#, python-format
msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "יום אחד"
msgstr[1] "%(num)s ימים"
"""


def read(text: str) -> Catalog:
    return read_po(BytesIO(text.encode()), locale="he")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_whole(language: str):
    found = translations.catalogue(ROOT, language)
    assert list(translations.faults(found, language, translations.said(ROOT))) == []


def test_a_good_catalogue_has_no_fault():
    assert list(translations.faults(read(GOOD), "he", WANTED)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('msgstr "שמירת %(name)s"', 'msgstr ""', "is not translated"),
        ('msgstr[1] "%(num)s ימים"', 'msgstr[1] ""', "is not translated"),
        ('msgstr[1] "%(num)s ימים"', "", "is not translated"),
        ('msgstr[1] "%(num)s ימים"', 'msgstr[1] "ימים"', "other fields"),
        ('msgstr "שמירת %(name)s"', 'msgstr "שמירת %(other)s"', "other fields"),
        ('msgstr "שמירת %(name)s"', 'msgstr "שמירה"', "other fields"),
        ('msgstr "שמירת %(name)s"', 'msgstr "100% %(name)s שמירת"', "other fields"),
        ('msgstr "שמירת %(name)s"', 'msgstr "שמירת %(name)s "', "other space"),
        ('msgstr "שמירת %(name)s"', 'msgstr "Save %(name)s"', "no letter of its language"),
        ('msgstr "שמירת %(name)s"', 'msgstr "שמירת حفظ %(name)s"', "letters of another language"),
        ('msgstr "שמירת %(name)s"', 'msgstr "שמירת לקוח %(name)s"', "says “לקוח”"),
        ('#, python-format\nmsgid "Save', '#, fuzzy, python-format\nmsgid "Save', "is fuzzy"),
        ('msgid "Save %(name)s"', 'msgid "Keep %(name)s"', "make messages"),
        ("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0", "plural forms in the header"),
        ("יום אחד", "%(num)s", "no letter of its language"),
        (GOOD[-1:], '\n\n#~ msgid "Gone"\n#~ msgstr "הלך"\n', "obsolete"),
    ],
)
def test_a_planted_fault_is_found(was: str, becomes: str, fault: str):
    text = GOOD[:-1] + becomes if was == "\n" else GOOD.replace(was, becomes)
    assert text != GOOD
    found = list(translations.faults(read(text), "he", WANTED))
    assert any(fault in one for one in found), found


def test_a_word_with_vowel_signs_is_the_same_word():
    text = 'msgid "Stop"\nmsgstr "مُراقَب"\n'
    found = list(translations.faults(read_po(BytesIO(text.encode()), locale="ar"), "ar", frozenset({"Stop"})))
    assert any("مراقب" in one for one in found), found


def test_a_new_text_in_a_source_is_found(tmp_path: Path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "babel.cfg").write_text((ROOT / "build" / "babel.cfg").read_text())
    for name, text in {
        "app/room/views.py": 'SAID = N_("One")\nngettext("Two", "Twos", 2)\n',
        "app/room/templates/page.html": "{{ _('Three') }}",
        "app/mail/templates/letter.txt": "{{ _('Four') }}",
        "tests/room/test_views.py": 'N_("Five")\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert translations.said(tmp_path) == {"One", "Two", "Three", "Four"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("he", {0: "%(num)s שאלות", 1: "שאלה אחת", 2: "%(num)s שאלות", 11: "%(num)s שאלות"}),
        (
            "ar",
            {
                0: "بلا أسئلة",
                1: "سؤال واحد",
                2: "سؤالان",
                3: "%(num)s أسئلة",
                10: "%(num)s أسئلة",
                11: "%(num)s سؤالًا",
                99: "%(num)s سؤالًا",
                100: "%(num)s سؤال",
                103: "%(num)s أسئلة",
            },
        ),
    ],
)
def test_each_number_gets_its_plural_form(language: str, said: dict[int, str]):
    compiled = BytesIO()
    write_mo(compiled, translations.catalogue(ROOT, language))
    compiled.seek(0)
    says = Translations(compiled).ungettext
    assert {number: says("%(num)s question", "%(num)s questions", number) for number in said} == said
