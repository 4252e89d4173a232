"""Templates: texts are translated when they are compiled, values are escaped when they are shown."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from app.web import formats
from app.web.render import FoldingEnvironment, _text, environment, pick
from tests.support.school import School


def folding(translations: dict[str, str]) -> FoldingEnvironment:
    made = FoldingEnvironment(autoescape=True)
    made.translate = lambda message: translations.get(message, message)
    made.globals["_text"] = _text
    made.globals["_"] = lambda message, **values: f"looked up: {message}"
    return made


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ _('Save') }}", "שמירה"),
        ("{{ _('Save') if true else _('Other') }}", "שמירה"),
        ("{% if x %}{% else %}<b>{{ _('Save') }}</b>{% endif %}", "<b>שמירה</b>"),
        ("{{ _('Hello %(name)s', name='A&B') }}", "שלום A&amp;B"),
        ("{{ _('Hello %(name)s', name=markup) }}", "שלום <b>A</b>"),
        ("{{ _(computed) }}", "looked up: Save"),
        ("{{ _('Unknown') }}", "Unknown"),
    ],
)
def test_written_down_texts_are_folded_and_values_escaped(source: str, html: str):
    made = folding({"Save": "שמירה", "Hello %(name)s": "שלום %(name)s"})
    shown = made.from_string(source).render(computed="Save", markup=Markup("<b>A</b>"), x=False)
    assert shown == html


def test_a_translation_with_a_percent_sign_or_an_angle_is_shown_as_text():
    made = folding({"Share": "100% <b>", "To %(n)s": "%(n)s%% <b>"})
    assert made.from_string("{{ _('Share') }}").render() == "100% &lt;b&gt;"
    assert made.from_string("{{ _('To %(n)s', n=5) }}").render() == "5% &lt;b&gt;"


def test_a_name_that_no_template_knows_is_an_error_of_ours(school: School):
    with school.app.test_request_context(), pytest.raises(UndefinedError):
        environment("en").from_string("{{ nobody_passed_this }}").render()


words = st.dictionaries(st.sampled_from(["he", "ar", "en"]), st.text(max_size=20))


@given(words=words, lang=st.sampled_from(["he", "ar", "en"]), source=st.sampled_from(["he", "ar", "en"]))
def test_picked_text_is_escaped_and_marked_exactly_if_it_is_in_another_language(
    words: dict[str, str], lang: str, source: str
):
    shown = pick(words, lang, source)
    assert isinstance(shown, Markup)
    if words.get(lang):
        assert shown == Markup.escape(words[lang])
    elif any(words.values()):
        used = next(one for one in (source, "he", "ar", "en") if words.get(one))
        direction = "ltr" if used == "en" else "rtl"
        assert shown == Markup('<span lang="{}" dir="{}">{}</span>').format(used, direction, words[used])
    else:
        assert shown == ""


@given(value=st.integers(-100_000, 100_000), lang=st.sampled_from(["he", "ar", "en"]))
def test_minutes_say_exactly_how_many_they_are(value: int, lang: str):
    hour, minute = formats._UNITS[lang]
    parts = formats.minutes(value, lang).replace("\u2212", "").split(" ")
    total = sum(int(n) * (60 if unit == hour else 1) for n, unit in zip(parts[::2], parts[1::2], strict=True))
    assert total == abs(value)
    assert formats.minutes(value, lang).startswith("\u2212") == (value < 0)
    assert set(parts[1::2]) <= {hour, minute}


def every_template(app: Flask) -> list[str]:
    return environment("en").list_templates(extensions=["html", "txt"]) if app else []


def test_every_template_compiles_in_every_language(school: School):
    with school.app.app_context():
        names: list[Any] = every_template(school.app)
        assert len(names) > 30
        for language in ("he", "ar", "en"):
            for name in names:
                environment(language).get_template(name)
