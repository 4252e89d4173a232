"""A filled form, and what is said to a prompt, as they arrive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.errors import Conflict
from app.core.words import N_
from app.measures.models import CaseMeasure

TWICE = N_("This form arrived before, with something else in it. Both are shown: choose which one is right.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    """`answers` by question; of an instrument whose total is typed, at most the one that asks for a conversation."""

    case_id: int
    instrument: str
    language: str
    taken_on: date | None
    answers: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """`state` is acted (with `told_to` and `acted_at`), act-now or mistyped."""

    state: str
    told_to: str = ""
    acted_at: datetime | None = None
    note: str = ""


class SentTwice(Conflict):
    """The same client id with other words: `stored` stands, `sent` was refused."""

    def __init__(self, stored: CaseMeasure, sent: MeasureDraft) -> None:
        super().__init__(TWICE)
        self.stored, self.sent = stored, sent
