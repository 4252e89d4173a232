"""Shape and wording of input about privacy."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts import passwords
from app.core.words import LANGUAGES, N_
from app.privacy.models import PrivacyStatement
from app.privacy.rules import FACTS, LONGEST_REASON, LONGEST_TEXT, SHORTEST_REASON, TEXTS
from app.privacy.statements import Draft
from app.web.forms import Form, read_version


class _StatementForm(Form):
    """The fields stand below: one for each fact, one for each text and language."""

    version = HiddenField()

    def draft(self) -> Draft:
        texts = {name: {lang: (self[f"{name}_{lang}"].data or "").strip() for lang in LANGUAGES} for name in TEXTS}
        facts = {name: " ".join((self[name].data or "").split()) for name in FACTS}
        return Draft(facts, texts, read_version(self.version.data))


_facts = {
    name: StringField(label, [Length(max=300)], render_kw={"autocomplete": "off"}) for name, label in FACTS.items()
}
_texts = {
    f"{name}_{lang}": TextAreaField(label, [Length(max=LONGEST_TEXT)], render_kw={"rows": "4", "lang": lang})
    for name, label in TEXTS.items()
    for lang in LANGUAGES
}
StatementForm: Any = type("StatementForm", (_StatementForm,), _facts | _texts)


def of_statement(found: PrivacyStatement | None) -> dict[str, str]:
    """What the form begins with."""
    if found is None:
        return {"version": "0"}
    texts = {f"{name}_{lang}": found.texts.get(name, {}).get(lang, "") for name in TEXTS for lang in LANGUAGES}
    return {"version": str(found.version), **found.facts, **texts}


class PasswordForm(Form):
    password = PasswordField(
        N_("Password"),
        [InputRequired(N_("Write your password.")), Length(max=passwords.MAXIMUM)],
        render_kw={"autocomplete": "current-password"},
    )


class CorrectionForm(Form):
    text = TextAreaField(
        N_("What is wrong, and how it should be"),
        [InputRequired(N_("Write what is wrong.")), Length(max=LONGEST_TEXT)],
        description=N_("Say where it stands. Write no names of people whom you serve."),
        render_kw={"rows": "5"},
    )


class AnswerForm(Form):
    answer = TextAreaField(
        N_("Answer"), [InputRequired(N_("Write an answer.")), Length(max=LONGEST_TEXT)], render_kw={"rows": "3"}
    )


class ReasonForm(Form):
    reason = TextAreaField(
        N_("Why"),
        [Length(SHORTEST_REASON, LONGEST_REASON, N_("Say in a sentence who asked for it and how you know."))],
        description=N_("For example: they wrote from the address of their account, and their coordinator knows them."),
        render_kw={"rows": "3"},
    )
