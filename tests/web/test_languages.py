"""Which language a reader gets: asked for, remembered, their own, the browser's, the default."""

from __future__ import annotations

import pytest

from app.core.words import LANGUAGES
from tests.support.school import School

FRAME = {language: f'<html lang="{language}" dir="{"ltr" if language == "en" else "rtl"}"' for language in LANGUAGES}


def language_of(html: str) -> str:
    return next(language for language, frame in FRAME.items() if frame in html[:600])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_shown_in_the_language_that_is_asked_for(school: School, language: str):
    assert language_of(school.client().get(f"/?lang={language}").text) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_asked_for_is_remembered_on_the_device(school: School, language: str):
    client = school.client()
    asked = client.get(f"/sign-in?lang={language}")
    assert "HttpOnly" in asked.headers["Set-Cookie"]
    assert language_of(client.get("/").text) == language
    assert "Set-Cookie" not in client.get(f"/?lang={language}").headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_signed_in_gets_their_own_language(school: School, language: str):
    client = school.client(school.person(language=language))
    assert language_of(client.get("/").text) == language
    other = next(one for one in LANGUAGES if one != language)
    client.get(f"/?lang={other}")
    assert language_of(client.get("/hours").text) == other


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ar", "ar"),
        ("he-IL,he;q=0.9,en;q=0.5", "he"),
        ("fr,en-GB;q=0.8", "en"),
        ("ar-IL,he;q=0.5", "ar"),
        ("ru", "en"),
        ("", "en"),
        (";;;q=x", "en"),
        ("*", "he"),
    ],
)
def test_a_stranger_gets_the_language_of_their_browser(school: School, header: str, language: str):
    assert language_of(school.client().get("/", headers={"Accept-Language": header}).text) == language


@pytest.mark.parametrize("asked", ["xx", "", "HE", "he-IL", "../he", "<script>", "he%00", "e" * 5000])
def test_a_language_that_there_is_not_changes_nothing(school: School, asked: str):
    client = school.client()
    answer = client.get("/", query_string={"lang": asked})
    assert answer.status_code == 200
    assert language_of(answer.text) == "en"
    assert "Set-Cookie" not in answer.headers


def test_the_help_page_never_writes_a_cookie(school: School):
    for language in LANGUAGES:
        answer = school.client().get(f"/help-now?lang={language}")
        assert language_of(answer.text) == language
        assert "Set-Cookie" not in answer.headers


def test_the_first_page_after_signing_in_is_in_the_persons_language_on_a_new_device(school: School):
    client = school.client(school.person(language="ar"))
    assert language_of(client.get("/").text) == "ar"
