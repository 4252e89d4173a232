"""Law 7: the judge finds what it judges, and the catalogues that it reads by are whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from tests.support.judge import BadPage, JudgingClient, empty, judge

TRANSLATIONS = ROOT / "app" / "translations"
GOOD = '<!doctype html>\n<html lang="he" dir="rtl"><head><title>שלום</title></head><body><h1>שלום</h1>{}</body></html>'
SAID = (
    "<p>Two words</p>",
    "<p>שלום <b>Hello there</b></p>",
    "<p><b>שלום</b> and then some</p>",
    '<p><img src="/a.png" alt="Two words"></p>',
    '<p><a href="/" aria-label="Two words">א</a></p>',
    '<p lang="he">Two words</p>',
    "<p>Save, please</p>",
    "<p>(Two words)</p>",
)
MEANT = (
    "<p>שלום</p>",
    "<p>Kelim</p>",
    '<p lang="en" dir="ltr">Two words</p>',
    '<section lang="en"><p>Two <b>more words</b> here</p></section>',
    "<p><bdi>Noa Levi</bdi></p>",
    '<p dir="auto">What somebody typed</p>',
    "<p><code>make run now</code></p>",
    "<p>noa@example.org, dan@example.org</p>",
    "<p>SMS 12 WhatsApp</p>",
    "<p>עזרה מדורגת (Stepped Care) היא</p>",
)


def test_a_good_page_has_no_faults():
    assert judge(GOOD.format("<p>שלום</p>"), check_words=True) == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (GOOD.replace(' dir="rtl"', "").format(""), "no <html lang dir>"),
        (GOOD.replace("rtl", "ltr").format(""), "lang he with dir ltr"),
        (GOOD.format("<h1>עוד</h1>"), "2 h1"),
        (GOOD.replace("<h1>שלום</h1>", "").format(""), "0 h1"),
        (GOOD.replace("<title>שלום</title>", "<title> </title>").format(""), "no title"),
        (GOOD.format('<p id="a"></p><p id="a"></p>'), "id a used 2 times"),
        (GOOD.format('<label for="gone">א</label>'), "names nothing"),
        (GOOD.format('<p style="color:red">א</p>'), "inline style"),
        (GOOD.format('<p onclick="act()">א</p>'), "inline onclick"),
        (GOOD.format('<form method="post" action="/a"></form>'), "without csrf_token"),
        (GOOD.format("<p><div></p>"), "invalid HTML"),
        (GOOD.format('<input name="a">'), "has no label"),
        (GOOD.format("<textarea></textarea>"), "has no label"),
        (GOOD.format('<a href="/x"></a>'), "an empty <a>"),
        (GOOD.format("<button></button>"), "an empty <button>"),
        (GOOD.format('<img src="/a.png">'), "without alt"),
        (GOOD.format('<img alt="" src="https://example.com/a.png">'), "goes to another host"),
        (GOOD.format('<script src="//example.com/a.js"></script>'), "goes to another host"),
        (GOOD.format('<form action="https://example.com/"></form>'), "goes to another host"),
    ],
)
def test_a_planted_fault_is_found(html: str, words: str):
    assert any(words in fault for fault in judge(html, check_words=False))


@pytest.mark.parametrize("said", SAID)
def test_text_that_nobody_translated_is_found(said: str):
    assert any(fault.startswith("not translated") for fault in judge(GOOD.format(said), check_words=True))


@pytest.mark.parametrize("meant", MEANT)
def test_text_that_is_meant_so_is_no_fault(meant: str):
    assert judge(GOOD.format(meant), check_words=True) == []


def test_links_to_other_hosts_are_for_people_and_no_fault():
    assert judge(GOOD.format('<a href="https://example.com/">אתר</a>'), check_words=False) == []


def test_a_bad_page_fails_whatever_test_fetches_it():
    app = Flask(__name__)
    app.test_client_class = JudgingClient
    app.add_url_rule("/", view_func=lambda: "<p>no page</p>")
    with pytest.raises(BadPage, match="no <html lang dir>"):
        app.test_client().get("/")


@pytest.mark.parametrize("lang", ["he", "ar"])
def test_every_message_of_the_house_is_translated(lang: str):
    assert empty(TRANSLATIONS, lang) == []


def test_an_empty_message_is_found(tmp_path: Path):
    folder = tmp_path / "he" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "One"\nmsgstr "אחת"\n\nmsgid "Two"\nmsgstr ""\n')
    assert empty(tmp_path, "he") == ["Two"]
