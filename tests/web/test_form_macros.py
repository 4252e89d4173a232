"""Forms as every room draws them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.web.forms import Form
from app.web.render import environment

TEMPLATE = """{% from 'components/forms.html' import error_summary, field, submit %}
{{ error_summary(form) }}{{ field(form.email) }}{{ field(form.name, hint='As on the certificate') }}
{{ field(form.mood) }}{{ field(form.agreed) }}{{ submit('Save') }}"""


class Sample(Form):
    email = EmailField("E-mail", [InputRequired()])
    name = StringField("Name")
    mood = RadioField(
        "How was it?", [InputRequired()], choices=[SelectChoice("1", "Light"), SelectChoice("2", "Heavy")]
    )
    agreed = BooleanField("I agree", [InputRequired()])


def draw(app: Flask, words: Mapping[str, str] | None = None) -> str:
    with app.test_request_context("/?lang=en"):
        form = Sample(MultiDict(words) if words is not None else None, meta={"csrf": False})
        if words is not None:
            form.validate()
        return environment("en").from_string(TEMPLATE).render(form=form)


def test_every_control_has_its_label(app: Flask) -> None:
    page = draw(app)
    ids = set(re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', page))
    assert ids == {"email", "name", "mood-0", "mood-1", "agreed"}
    assert ids <= set(re.findall(r'<label for="([^"]+)"', page))


def test_the_summary_leads_to_each_fault(app: Flask) -> None:
    page = draw(app, {})
    assert 'role="alert"' in page
    targets = re.findall(r'<a href="#([^"]+)"', page)
    assert targets == ["email", "mood-0", "agreed"]
    for target in targets:
        assert f'id="{target}"' in page


def test_a_fault_is_tied_to_its_field(app: Flask) -> None:
    page = draw(app, {"email": ""})
    email = re.search(r'<input[^>]*id="email"[^>]*>', page)
    assert email
    assert 'aria-invalid="true"' in email[0]
    assert 'aria-describedby="email-error"' in email[0]
    assert 'id="email-error"' in page


def test_hints_are_read_out_with_their_field(app: Flask) -> None:
    assert re.search(r'<input[^>]*aria-describedby="name-hint"', draw(app))


@pytest.mark.parametrize(("field", "direction"), [("email", "ltr"), ("name", "auto")])
def test_words_find_their_own_direction_and_addresses_do_not(app: Flask, field: str, direction: str) -> None:
    control = re.search(rf'<input[^>]*id="{field}"[^>]*>', draw(app))
    assert control
    assert f'dir="{direction}"' in control[0]


def test_what_was_typed_is_kept(app: Flask) -> None:
    assert 'value="נועה"' in draw(app, {"name": "נועה"})
