"""What a signer writes."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import ENDONYMS, LANGUAGES, N_
from app.practicum.deciding import MOST_COMMENT, NO_COMMENT
from app.practicum.signing_papers import NO_SCAN
from app.practicum.signing_rules import MOST_SCAN
from app.web.forms import Form, SelectChoice, read_version


class ReturnForm(Form):
    """`verdict` is the button that was pressed; a comment is wanted only where a line goes back."""

    comment = TextAreaField(
        N_("What is missing or wrong"),
        [InputRequired(NO_COMMENT), Length(max=MOST_COMMENT)],
        filters=[lambda text: text.replace("\r\n", "\n") if text else text],
        render_kw={"rows": 3, "maxlength": MOST_COMMENT},
    )

    @property
    def seen(self) -> int:
        return read_version(request.form.get("version"))

    def standing_at(self, entry_id: int) -> ReturnForm:
        """One of several on a page: its field's id names the line."""
        self.comment.id = self.comment.label.field_id = f"comment-{entry_id}"
        return self

    @property
    def is_return(self) -> bool:
        return request.form.get("verdict") == "return"


class CodeForm(Form):
    code = StringField(
        N_("Code from the letter"),
        [InputRequired()],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12, "dir": "ltr"},
    )


class PaperForm(Form):
    """The chosen lines come beside it, as `line`."""

    signed_on = DateField(N_("Signed on"), [InputRequired(N_("Choose the day that stands on the paper."))])
    scan = FileField(N_("Scan or photo"), [FileRequired(NO_SCAN)], render_kw={"accept": ".pdf,.jpg,.jpeg,.png"})

    @property
    def day(self) -> date:
        """Once the form has been found valid."""
        return self.signed_on.data or date.min

    def read(self) -> bytes:
        """One byte more than may be, so that what is too large is seen to be."""
        found: bytes = self.scan.data.stream.read(MOST_SCAN + 1)
        return found


class RecordForm(Form):
    from_day = DateField(N_("First day"), [InputRequired(N_("Choose a day."))])
    until_day = DateField(N_("Last day"), [InputRequired(N_("Choose a day."))])
    language = SelectField(N_("Language"), choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES])

    @property
    def span(self) -> tuple[date, date]:
        """Once the form has been found valid."""
        return self.from_day.data or date.min, self.until_day.data or date.min


class VerifyForm(Form):
    code = StringField(
        N_("Code of the record"),
        [InputRequired(N_("Type the code that stands on the record."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "maxlength": 40, "dir": "ltr"},
    )


class CompareForm(Form):
    file = FileField(
        N_("The PDF that you were given"),
        [FileRequired(N_("Choose the file."))],
        render_kw={"accept": "application/pdf,.pdf"},
    )

    def read(self) -> bytes:
        found: bytes = self.file.data.stream.read()
        return found


def read_lines(texts: list[str]) -> dict[int, int]:
    """ "12:3" → entry 12 in version 3; what cannot be meant is left out."""
    pairs = (text.partition(":") for text in texts)
    found = {read_version(entry): read_version(version) for entry, _, version in pairs}
    found.pop(0, None)
    return found
