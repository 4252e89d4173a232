"""An entry as its writer sends it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, time

from app.core.clock import zone
from app.core.errors import Conflict
from app.core.words import N_
from app.practicum import freezing, times
from app.practicum.models import PracticumEntry

MOST_PEOPLE, MOST_LEARNING = 500, 500
TWICE = N_("This entry arrived before, with something else in it. Both are shown: choose which one is right.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`day`, `starts` and `ends` are the institution's wall clock; `doubled` is one of `times.DOUBLED`."""

    category: str = ""
    activity: str = ""
    setting: str = ""
    mode: str = ""
    language: str = ""
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    doubled: str = ""
    people: int = 0
    is_interpreted: bool = False
    method: str = ""
    learning: str = ""
    is_worried: bool = False
    case_ids: tuple[int, ...] = ()

    def tidy(self) -> Draft:
        """As it is stored: one line of text, whole minutes, each case once."""
        return replace(
            self,
            learning=" ".join(self.learning.split()),
            starts=self.starts and self.starts.replace(second=0, microsecond=0),
            ends=self.ends and self.ends.replace(second=0, microsecond=0),
            case_ids=tuple(sorted(set(self.case_ids))),
        )


class SentTwice(Conflict):
    """The same client id with another body: `stored` stands, `sent` was refused."""

    def __init__(self, stored: PracticumEntry, sent: Draft) -> None:
        super().__init__(TWICE)
        self.stored, self.sent = stored, sent


def received(draft: Draft, amends_id: int | None = None, amend_reason: str = "") -> str:
    """The digest of what arrived, by which a second sending of the same is known."""
    facts = {one.name: getattr(draft, one.name) for one in fields(draft) if one.name != "learning"}
    more = {"learning": freezing.text_digest(draft.learning), "amends_id": amends_id, "amend_reason": amend_reason}
    return freezing.seal(facts | more)


def draft_of(entry: PracticumEntry) -> Draft:
    """An entry back in the words of its form."""
    start, end = (
        moment.astimezone(zone(entry.zone)) if moment is not None else None
        for moment in (entry.starts_at, entry.ends_at)
    )
    return Draft(
        category=entry.category,
        activity=entry.activity,
        setting=entry.setting,
        mode=entry.mode,
        language=entry.language,
        day=entry.day,
        starts=start.time().replace(fold=0) if start else None,
        ends=end.time().replace(fold=0) if end else None,
        doubled=times.which_hour(entry.starts_at, entry.ends_at, entry.zone),
        people=entry.people,
        is_interpreted=entry.is_interpreted,
        method=entry.method,
        learning=entry.learning,
        is_worried=entry.is_worried,
        case_ids=tuple(sorted(case.id for case in entry.cases)),
    )
