"""The glossary page: what a word means, what we do not say and why; a word is found however it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalogue.terms import Term
from tests.support import curriculum
from tests.support.school import School

RECOVERY = Term(
    term={"en": "recovery", "he": "החלמה", "ar": "التعافي"},
    meaning={"en": "A way.", "he": "דרך.", "ar": "طريق."},
    avoid={"en": ("cure",), "he": ("ריפוי",), "ar": ("شفاء",)},
    why={"en": "A cure ends something.", "he": "ריפוי מסיים.", "ar": "الشفاء ينهي."},
)
CODE = Term(
    term={"en": "case code", "he": "קוד מקרה", "ar": "رمز الملفّ"},
    meaning={"en": "A code.", "he": "קוד.", "ar": "رمز."},
    avoid={"en": ("initials",), "he": ("כינוי",), "ar": ("لقب",)},
)


@pytest.fixture
def read(school: School):  # type: ignore[no-untyped-def]
    school.publish(replace(curriculum.catalogue(), glossary={"recovery": RECOVERY, "case-code": CODE}), "glossary")
    client = school.client(school.learner()[0])

    def page(query: str = "", language: str = "en") -> str:
        text: str = client.get("/glossary", query_string={"q": query, "lang": language}).text
        return text

    return page


def test_a_reason_comes_with_the_words_of_all_languages(read):  # type: ignore[no-untyped-def]
    card = read(language="he").split('id="recovery"')[1]
    assert "ריפוי מסיים." in card
    assert all(word in card for word in ("<s>ריפוי</s>", "<s>شفاء</s>", "<s>cure</s>"))


def test_without_a_reason_only_the_readers_own_words_help(read):  # type: ignore[no-untyped-def]
    page = read(language="he")
    assert "<s>כינוי</s>" in page
    assert "<s>initials</s>" not in page


@pytest.mark.parametrize("query", ["RECOV", "הַחְלָמָה", "ההחלמה", "تعافٍي", "التعافى", "cure", "recovery way", "דרך"])
def test_a_word_is_found_however_it_is_typed(read, query: str):  # type: ignore[no-untyped-def]
    page = read(query)
    assert 'id="recovery"' in page
    assert 'id="case-code"' not in page


def test_what_is_not_there_is_said_and_all_is_one_step_away(read):  # type: ignore[no-untyped-def]
    page = read("<b>zebra" * 100)
    assert "No word like this is here yet." in page
    assert "<b>zebra" not in page
    assert 'href="/glossary"' in page
