"""Shape and wording of hand-overs and receivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.words import N_
from app.handovers import rules
from app.handovers.checking import Offer
from app.handovers.models import Handover, Receiver
from app.handovers.receivers import ReceiverDraft
from app.handovers.service import Told
from app.web.forms import Form, SelectChoice, read_version
from app.web.noticing import NoticingForm

_OFF = {"autocomplete": "off"}


def plain_lines(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line and count one."""
    return text.replace("\r\n", "\n") if text else text


def number(chosen: object) -> int:
    """The id of what was chosen; 0 for nothing, and for what is no number."""
    return read_version(str(chosen or 0))


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(*one) for one in words.items()]


def _chosen(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", N_("Choose …")), *_choices(words)]


class OfferForm(NoticingForm):
    TOLD = ("summary",)

    has_consent = RadioField(
        N_("Has the person agreed to be handed over?"),
        [InputRequired(N_("Say whether they have agreed. Ask them first if you have not."))],
        choices=[SelectChoice("yes", N_("Yes")), SelectChoice("no", N_("No, or not yet"))],
    )
    consent_by = RadioField(N_("Who agreed"), choices=_choices(rules.CONSENT_BY), default=rules.PERSON)
    consent_how = RadioField(N_("How they agreed"), choices=_choices(rules.CONSENT_HOW), default=rules.SPOKEN)
    consent_on = DateField(N_("On which day"), [MayBeEmpty()])
    guardian_confirmed = BooleanField(N_("For 16 and 17: the rule of my framework about parents is kept"))
    receiver_id = SelectField(N_("To whom"), coerce=number, validate_choice=False)
    reason = SelectField(N_("Why"), choices=_chosen(rules.REASONS), validate_choice=False)
    urgency = RadioField(N_("How soon"), choices=_choices(rules.URGENCIES), default=rules.ROUTINE)
    language = SelectField(N_("Language that the person speaks best"), validate_choice=False)
    summary = TextAreaField(
        N_("What the receiver should know"),
        [MayBeEmpty(), Length(max=rules.LONGEST_SUMMARY, message=N_("Say it in at most 500 characters."))],
        filters=(plain_lines,),
        render_kw={"rows": 4, "maxlength": rules.LONGEST_SUMMARY},
    )

    def offer(self, receivers: Mapping[str, Iterable[tuple[int, str]]], languages: Iterable[tuple[str, str]]) -> None:
        self.consent_on.flags.required = True  # as everything here, once they have agreed
        self.receiver_id.choices = {kind: list(found) for kind, found in receivers.items()}
        self.language.choices = list(languages)

    @classmethod
    def of(cls, before: Handover | None, language: str) -> OfferForm:
        """Empty, or with what was offered to somebody who declined; the consent is asked for anew."""
        data: dict[str, object] = {"language": language}
        if before is not None:
            names = ("reason", "urgency", "language", "summary")
            data = {name: getattr(before, name) for name in names}
        return cls(formdata=None, data=data)

    def draft(self) -> Offer:
        return Offer(
            receiver_id=self.receiver_id.data or 0,
            reason=self.reason.data or "",
            urgency=self.urgency.data or "",
            language=self.language.data or "",
            consent_on=self.consent_on.data,
            consent_how=self.consent_how.data or "",
            consent_by=self.consent_by.data or "",
            guardian_confirmed=bool(self.guardian_confirmed.data),
            has_consent=self.has_consent.data == "yes",
            summary=self.summary.data or "",
        )


class ToldForm(NoticingForm):
    """What every step carries: the row version, and for receivers without an account who told it when."""

    TOLD = ("note",)

    told_by = StringField(N_("Who told you"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    told_on = DateField(N_("On which day they told you"), [MayBeEmpty()])
    note = StringField(
        N_("A line for the other side"),
        [MayBeEmpty(), Length(max=rules.LONGEST_NOTE, message=N_("Say it in at most 200 characters."))],
        render_kw={**_OFF, "maxlength": rules.LONGEST_NOTE},
    )

    @property
    def version_seen(self) -> int:
        return read_version(request.form.get("version"))

    def ask_who_told(self) -> None:
        self.told_by.flags.required = self.told_on.flags.required = True

    def told(self) -> Told:
        return Told(note=self.note.data or "", by=self.told_by.data or "", on=self.told_on.data)


class AnswerForm(ToldForm):
    guardian_confirmed = BooleanField(N_("For 16 and 17: the rule of my framework about parents is kept"))
    decline_reason = SelectField(N_("Why not"), choices=_chosen(rules.DECLINES), validate_choice=False)

    @property
    def is_yes(self) -> bool:
        return request.form.get("verdict") == "accept"


class ProgressForm(ToldForm):
    step = RadioField(N_("What became of it"), [InputRequired(N_("Choose what became of it."))], validate_choice=False)
    on = DateField(N_("Day of the first meeting"), [MayBeEmpty()])

    def offer(self, steps: Iterable[tuple[str, str]]) -> None:
        self.step.choices = list(steps)


class WithdrawForm(Form):
    why = RadioField(N_("Why"), [InputRequired(N_("Choose why."))], validate_choice=False)

    @property
    def version_seen(self) -> int:
        return read_version(request.form.get("version"))

    def offer(self, ways: Iterable[tuple[str, str]]) -> None:
        self.why.choices = list(ways)


class ReceiverForm(Form):
    kind = SelectField(N_("Kind"), choices=_choices(rules.KINDS))
    name = StringField(
        N_("Name of the person or the place"), [InputRequired(N_("Write a name.")), Length(max=120)], render_kw=_OFF
    )
    account = EmailField(N_("Address with which they sign in here"), [MayBeEmpty(), Length(max=254)], render_kw=_OFF)
    contact_name = StringField(N_("Contact person"), [MayBeEmpty(), Length(max=120)], render_kw=_OFF)
    phone = TelField(N_("Phone"), [MayBeEmpty(), Length(max=40)], render_kw=_OFF)
    email = EmailField(N_("E-mail"), [MayBeEmpty(), Length(max=254)], render_kw=_OFF)
    site_id = SelectField(N_("Site"), coerce=number, validate_choice=False)
    languages = SelectMultipleField(
        N_("Languages"),
        [InputRequired(N_("Choose at least one language."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    notes = StringField(N_("Whom they take, and when"), [MayBeEmpty(), Length(max=300)], render_kw=_OFF)
    away_until = DateField(N_("Takes nobody until and including"), [MayBeEmpty()])
    is_open = BooleanField(N_("Takes people over"), default=True)

    @property
    def version_seen(self) -> int:
        return read_version(request.form.get("version"))

    def offer(self, sites: Iterable[tuple[int, str]], languages: Iterable[tuple[str, str]]) -> None:
        self.site_id.choices, self.languages.choices = list(sites), list(languages)

    @classmethod
    def of(cls, receiver: Receiver) -> ReceiverForm:
        data = {"account": receiver.person.email if receiver.person else "", "site_id": receiver.site_id or 0}
        return cls(formdata=None, obj=receiver, data=data)

    def draft(self) -> ReceiverDraft:
        texts = ("contact_name", "phone", "email", "notes", "account")
        return ReceiverDraft(
            kind=str(self.kind.data),
            name=self.name.data or "",
            languages=tuple(self.languages.data or ()),
            site_id=self.site_id.data or None,
            is_open=bool(self.is_open.data),
            away_until=self.away_until.data,
            **{name: self[name].data or "" for name in texts},
        )
