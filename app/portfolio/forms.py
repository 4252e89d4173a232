"""Shape and wording of a rating and of its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import LANGUAGES, N_
from app.portfolio.service import LONGEST_NOTE, LONGEST_REASON, RatingDraft
from app.portfolio.wording import KINDS
from app.web.forms import SelectChoice
from app.web.languages import gettext
from app.web.noticing import NoticingForm

WHY = N_("Say why, in at most 300 characters. The learner reads it.")


def plain_lines(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line and count one."""
    return text.replace("\r\n", "\n") if text else text


class RatingForm(NoticingForm):
    """The ticks are read by hand: as many as the competency has behaviours."""

    TOLD: ClassVar[tuple[str, ...]] = ("note",)

    kind = RadioField(
        N_("How you observed it"),
        [InputRequired(N_("Choose how you observed it."))],
        choices=[SelectChoice(*one) for one in KINDS.items()],
    )
    day = DateField(N_("Day"), [InputRequired(N_("Choose a day."))])
    rests_on = SelectField(N_("What it rests on"), validate_choice=False)
    consent_confirmed = BooleanField(N_("The person agreed before it was recorded"))
    note = TextAreaField(
        N_("What you saw and heard"),
        [MayBeEmpty(), Length(max=LONGEST_NOTE, message=N_("At most 1000 characters."))],
        filters=(plain_lines,),
        render_kw={"rows": 4, "maxlength": LONGEST_NOTE},
    )
    is_blank_meant = BooleanField(N_("I saw none of these behaviours"))

    def offer(self, groups: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        nothing: dict[str, Any] = {gettext(N_("Nothing here")): [("", gettext(N_("Nothing that is in Kelim")))]}
        self.rests_on.choices = nothing | {title: list(group) for title, group in groups.items() if group}

    @property
    def ticks(self) -> frozenset[str]:
        return frozenset(request.form.getlist("tick"))

    def draft(self) -> RatingDraft:
        return RatingDraft(
            kind=str(self.kind.data),
            day=self.day.data,  # type: ignore[arg-type]
            ticks=self.ticks,
            note=self.note.data or "",
            rests_on=self.rests_on.data or "",
            consent_confirmed=bool(self.consent_confirmed.data),
            is_blank_meant=bool(self.is_blank_meant.data),
        )


class WithdrawForm(NoticingForm):
    TOLD: ClassVar[tuple[str, ...]] = ("reason",)

    reason = TextAreaField(
        N_("Why the rating counts no more"),
        [InputRequired(WHY), Length(max=LONGEST_REASON, message=WHY)],
        filters=(plain_lines,),
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


def language_of(asked: str, otherwise: str) -> str:
    """The language of an export: the one that is asked for, if it is one of ours."""
    return asked if asked in LANGUAGES else otherwise
