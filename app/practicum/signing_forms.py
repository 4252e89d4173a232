"""What a signer writes."""

from __future__ import annotations

from flask import request
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.words import N_
from app.practicum.deciding import MOST_COMMENT, NO_COMMENT
from app.web.forms import Form, read_version


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

    @property
    def is_return(self) -> bool:
        return request.form.get("verdict") == "return"


def read_lines(texts: list[str]) -> dict[int, int]:
    """ "12:3" → entry 12 in version 3; what cannot be meant is left out."""
    pairs = (text.partition(":") for text in texts)
    found = {read_version(entry): read_version(version) for entry, _, version in pairs}
    found.pop(0, None)
    return found
