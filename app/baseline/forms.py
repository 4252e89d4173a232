"""What a browser sends of the questions; radios alone, so that there is no field of WTForms."""

from __future__ import annotations

from flask import request

from app.baseline.service import Answers
from app.catalogue.instrument_types import Instrument

KEEP, LEAVE, TAKE_BACK = "keep", "leave", "take-back"


def wanted() -> str:
    """Which button was pressed."""
    return request.form.get("then", "")


def read_answers(instrument: Instrument) -> Answers:
    """What was chosen; signs that are no number are as good as nothing."""
    given = {item.id: request.form.get(f"answer-{item.id}", "").strip() for item in instrument.items}
    chosen = {name: int(text) for name, text in given.items() if text.isascii() and text.isdecimal() and len(text) < 4}
    return Answers(request.form.get("language", ""), chosen)
