"""Shape and wording of what markers and learners send."""

from __future__ import annotations

from flask import request
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import ENDONYMS, LANGUAGES, N_
from app.marking.comments import LONGEST, CommentDraft
from app.marking.service import LONGEST_COMMENT, Draft
from app.web.forms import UNWRITABLE, Form, SelectChoice, read_version

LEVEL = "level-"
MOST_LEVELS = 20
LONGEST_ID = 80


class MarkForm(Form):
    comment = TextAreaField(N_("Comment to the learner"), [MayBeEmpty(), Length(max=LONGEST_COMMENT)])
    reason = TextAreaField(N_("Why you decide so"), [MayBeEmpty(), Length(max=LONGEST_COMMENT)])
    asks_second = BooleanField(N_("Ask somebody else for a second reading"))

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))

    @property
    def levels(self) -> dict[str, str]:
        """Criterion → level, as sent; the service knows which of them there are."""
        sent = [(name.removeprefix(LEVEL), value) for name, value in request.form.items() if name.startswith(LEVEL)]
        return {name[:LONGEST_ID]: value[:LONGEST_ID] for name, value in sent[:MOST_LEVELS]}

    @property
    def draft(self) -> Draft:
        return Draft(
            levels=self.levels,
            comment=self.comment.data or "",
            reason=self.reason.data or "",
            asks_second=bool(self.asks_second.data),
            gives_back=request.form.get("action") == "return",
        )

    def put_in(self, phrase: str) -> None:
        """Adds a phrase to the comment, on a line of its own."""
        text = (self.comment.data or "").rstrip()
        self.comment.data = f"{text}\n{phrase}" if text else phrase


class VersionForm(Form):
    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))


class CommentForm(Form):
    text = TextAreaField(N_("Phrase"), [InputRequired(N_("Write the phrase.")), Length(max=LONGEST)])
    language = SelectField(
        N_("Language of the phrase"), choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES]
    )
    question = SelectField(N_("For which question"), validate_choice=True)
    place = SelectField(N_("Who may use it"), validate_choice=True)

    @property
    def draft(self) -> CommentDraft:
        place = self.place.data or ""
        return CommentDraft(
            text=UNWRITABLE.sub("", self.text.data or ""),
            language=self.language.data or "",
            question=self.question.data or "",
            institution_id=int(place) if place.isdecimal() else None,
        )
