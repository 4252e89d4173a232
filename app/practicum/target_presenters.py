"""Where a learner stands, in words: targets, pace, supervision, one line, and a cohort in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.catalogue.practicum_types import Practicum
from app.catalogue.types import Words, in_language
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practicum import pace
from app.practicum.debt import GAP, RATIO, REVIEW, Debt
from app.practicum.pace import Pace
from app.practicum.standing import Standing, Sum
from app.practicum.targets import Progress
from app.web import formats
from app.web.formats import isolated
from app.web.languages import gettext, language, ngettext

MONTH = "LLLL y"
PACES = {
    pace.COMPLETE: (N_("Hours complete"), "success"),
    pace.ON_TRACK: (N_("In time"), "success"),
    pace.NOT_BEGUN: (N_("Not begun"), "quiet"),
    pace.EARLY: (N_("Too early to say"), "quiet"),
    pace.BEHIND: (N_("Behind"), "warning"),
    pace.STALLED: (N_("Standing still"), "warning"),
    pace.OVER: (N_("Time is over"), "danger"),
}
DEBTS = {
    RATIO: N_("Supervision owed"),
    GAP: N_("No supervision lately"),
    REVIEW: N_("Cases not reviewed"),
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """Figures as text: hours and minutes, or a number."""

    title: Words
    done: str
    pending: str
    missing: str
    wanted: str
    value: int
    maximum: int
    is_reached: bool
    rows: str  # the query of the ledger's rows, empty for a count


@dataclass(frozen=True, slots=True)
class CohortLine:
    learner: Enrolment
    standing: Standing
    pace: tuple[str, str]
    debts: tuple[str, ...]
    reached: int


def target_lines(practicum: Practicum, found: Standing) -> list[TargetLine]:
    return [_line(practicum, one) for one in found.progress]


def _line(practicum: Practicum, one: Progress) -> TargetLine:
    def said(value: int) -> str:
        return formats.minutes(value, language()) if one.is_time else str(value)

    return TargetLine(
        title=one.target.title,
        done=said(one.done),
        pending=said(one.pending) if one.pending else "",
        missing=said(one.missing) if one.missing else "",
        wanted=said(one.wanted),
        value=min(one.done, one.wanted),
        maximum=one.wanted,
        is_reached=one.is_reached,
        rows=f"?part={practicum.part}&module={one.target.category}" if one.is_time else "",
    )


def pace_sentences(found: Pace | None) -> list[str]:
    """What can honestly be said of the pace; targets that count something are not part of it."""
    return [] if found is None else [text for text in _pace(found) if text]


def _pace(found: Pace) -> Iterable[str]:
    last, missing = _day(found.ends_on), _minutes(found.missing)
    if found.state == pace.COMPLETE:
        return [gettext(N_("All hours that are wanted are written down."))]
    if found.state == pace.OVER:
        text = N_("The last day, %(day)s, has passed, and %(missing)s are missing. The coordinator can say what now.")
        return [gettext(text) % {"day": last, "missing": missing}]
    needed = gettext(N_("To finish by %(day)s, %(needed)s a week are needed.")) % {
        "day": last,
        "needed": _minutes(found.needed),
    }
    lately = gettext(N_("In the last eight weeks it was %(weekly)s a week.")) % {"weekly": _minutes(found.weekly)}
    if found.state == pace.NOT_BEGUN:
        return [gettext(N_("Nothing is written down yet.")), needed]
    if found.state == pace.EARLY:
        return [gettext(N_("It is too early for a forecast: it takes three weeks of entries.")), needed]
    if found.state == pace.STALLED:
        text = N_("In the last eight weeks little or nothing was added to: %(targets)s.")
        names = formats.COMMAS[language()].join(_said(one.target.title) for one in found.idle)
        return [gettext(text) % {"targets": names}, needed, lately if found.weekly else ""]
    month = formats.day(found.finishes_on, language(), MONTH) if found.finishes_on else ""
    if found.state == pace.ON_TRACK:
        text = N_("At this pace the hours are complete in %(month)s, in time for %(day)s.")
        return [gettext(text) % {"month": month, "day": last}]
    text = N_("At this pace the hours are complete only in %(month)s.")
    return [gettext(text) % {"month": month}, needed, lately]


@dataclass(frozen=True, slots=True)
class DebtLine:
    """`codes` of cases are for the learner alone: others read how many they are, not which."""

    text: str
    codes: tuple[str, ...] = ()


def debt_lines(practicum: Practicum, debts: Iterable[Debt], *, with_codes: bool) -> list[DebtLine]:
    days = practicum.limits.case_review_days
    return [DebtLine(_debt(one, days), tuple(c.code for c in one.cases) if with_codes else ()) for one in debts]


def _debt(one: Debt, days: int) -> str:
    if one.kind == RATIO:
        text = N_("Contact has run ahead of supervision: %(minutes)s of supervision are owed.")
        return str(gettext(text) % {"minutes": _minutes(one.minutes)})
    if one.kind == GAP:
        first = N_("There was no supervision yet since practice began on %(day)s.")
        later = N_("There was no supervision since %(day)s, and practice went on.")
        return str(gettext(first if one.is_first else later) % {"day": _day(one.since) if one.since else ""})
    return str(
        ngettext(
            "%(num)s open case has been named in no supervision for %(days)s days or longer.",
            "%(num)s open cases have been named in no supervision for %(days)s days or longer.",
            len(one.cases),
            days=days,
        )
    )


def one_line(title: Words, found: Standing, day: date) -> str:
    """Hours in one line without anybody's name, to be pasted anywhere."""
    reached = sum(1 for one in found.progress if one.is_reached)
    parts = [
        f"{_said(title, plain=True)}, {_day(day)}",
        _sum(gettext(N_("Contact")), found.contact),
        _sum(gettext(N_("Supervision")), found.supervision),
        gettext(N_("targets reached: %(done)s of %(of)s")) % {"done": reached, "of": len(found.progress)},
    ]
    return "; ".join(parts)


def _sum(title: str, found: Sum) -> str:
    text = f"{title}: {_minutes(found.done)}"
    if found.wanted:
        text = gettext(N_("%(done)s of %(wanted)s")) % {"done": text, "wanted": _minutes(found.wanted)}
    if found.pending:
        text += " (" + gettext(N_("%(minutes)s waiting")) % {"minutes": _minutes(found.pending)} + ")"
    return text


def cohort_lines(learners: Iterable[Enrolment], standings: Mapping[int, Standing]) -> list[CohortLine]:
    """Whoever needs somebody first: the time is over or short, supervision owed, the longest wait for a signature."""
    lines = [_cohort_line(one, standings[one.id]) for one in learners]
    return sorted(lines, key=lambda line: (_rank(line.standing), str(line.standing.oldest_pending or "9")))


def _cohort_line(learner: Enrolment, found: Standing) -> CohortLine:
    word, tone = PACES[found.pace.state] if found.pace else ("", "quiet")
    return CohortLine(
        learner=learner,
        standing=found,
        pace=(gettext(word) if word else "", tone),
        debts=tuple(gettext(DEBTS[one.kind]) for one in found.debts),
        reached=sum(1 for one in found.progress if one.is_reached),
    )


def _rank(found: Standing) -> tuple[int, int]:
    order = (pace.OVER, pace.STALLED, pace.BEHIND, pace.NOT_BEGUN)
    state = found.pace.state if found.pace else ""
    return (order.index(state) if state in order else len(order), -len(found.debts))


def _minutes(value: int) -> str:
    return formats.minutes(value, language())


def _day(value: date) -> str:
    return formats.day(value, language())


def _said(words: Words, *, plain: bool = False) -> str:
    used, text = in_language(words, language())
    return text if plain or used == language() else isolated(text)
