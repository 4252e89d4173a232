"""What a filled form adds up to, and what two of them say together. Pure: everything is handed in.

Figures stand in `curriculum/instruments/`, each with its source and with what nobody has checked yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.catalogue.instrument_types import Band, Instrument
from app.core.words import N_

TOLD_TO = {
    "supervisor": N_("My supervisor"),
    "duty": N_("Whoever is on duty"),
    "clinician": N_("A clinician of the framework"),
    "emergency": N_("The emergency services"),
    "other": N_("Somebody else who is responsible"),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is None while questions are missing that may not be."""

    total: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A total that counts. `reliable_change` is 0 where nobody has published one."""

    instrument: str
    taken_on: date
    total: int
    is_case_level: bool
    reliable_change: int = 0
    is_higher_better: bool = False
    measure_id: int = 0

    @property
    def burden(self) -> int:
        """The total, turned round where more of it is better."""
        return -self.total if self.is_higher_better else self.total


@dataclass(frozen=True, slots=True)
class Change:
    is_reliable_improvement: bool = False
    is_reliable_deterioration: bool = False
    is_recovery: bool = False

    @property
    def is_reliable_recovery(self) -> bool:
        return self.is_reliable_improvement and self.is_recovery


def add_up(instrument: Instrument, answers: Mapping[str, int]) -> Sum:
    """The sum of all answers. A partial one is none, unless the manual lets some be missing: then by their mean.

    Rounded to the nearest whole number, halves upwards.
    """
    names = [item.id for item in instrument.items]
    given = [answers[name] for name in names if name in answers]
    missing = tuple(name for name in names if name not in answers)
    if not given or len(missing) > instrument.may_miss:
        return Sum(None, missing)
    return Sum((2 * sum(given) * len(names) + len(given)) // (2 * len(given)), missing)


def is_answer(instrument: Instrument, item_id: str, value: int) -> bool:
    """Whether the form offers this answer; the one that is typed beside a total included."""
    if instrument.items:
        names = {item.id for item in instrument.items}
        return item_id in names and value in {one.value for one in instrument.scale}
    return item_id == instrument.conversation_item and 0 <= value <= instrument.conversation_highest


def is_total(instrument: Instrument, total: int) -> bool:
    """Whether the form can add up to this."""
    is_within = instrument.lowest <= total <= instrument.highest
    return is_within and (total - instrument.lowest) % instrument.step == 0


def band_of(instrument: Instrument, total: int) -> Band | None:
    return next((band for band in reversed(instrument.bands) if total >= band.least), None)


def is_case_level(instrument: Instrument, total: int) -> bool:
    """Whether a total lies where the instrument's authors look closer. It says nothing of somebody by itself."""
    if instrument.case_from is not None:
        return total >= instrument.case_from
    return instrument.case_to is not None and total <= instrument.case_to


def needs_conversation(instrument: Instrument, answers: Mapping[str, int]) -> bool:
    """PHQ-9 item 9 or CORE-10 item 6 above 0: somebody asks the person about it the same day."""
    return bool(instrument.conversation_item) and answers.get(instrument.conversation_item, 0) > 0


def may_be_taken_at(instrument: Instrument, age_band: str, *, minors_measures: bool) -> bool:
    """Whether it is taken with people of an age band: with younger ones only where a clinician answers for it."""
    youngest = int("".join(sign for sign in age_band.split("-")[0] if sign.isdigit()) or 0)
    return youngest >= instrument.ages_from or minors_measures


def change(first: Score | Iterable[Score], last: Score | Iterable[Score]) -> Change:
    """What happened between two times, by the instruments that were taken at both.

    Reliable change: two totals further apart than measuring alone explains (Jacobson NS, Truax P. J Consult Clin
    Psychol 1991; 59: 12–19), by each instrument's own figure. Taken together as the manual of the English talking
    therapies (IAPT) does it, which was read second-hand: improvement where at least one falls that far and none
    rises that far, deterioration the other way round; recovery where at least one was at case level and none is now.
    A human decides what that means.
    """
    before, after = _by_instrument(first), _by_instrument(last)
    both = sorted(before.keys() & after.keys())
    moves = [_move(before[name], after[name]) for name in both]
    was_case = any(before[name].is_case_level for name in both)
    is_case = any(after[name].is_case_level for name in both)
    return Change(
        is_reliable_improvement=-1 in moves and 1 not in moves,
        is_reliable_deterioration=1 in moves and -1 not in moves,
        is_recovery=was_case and not is_case,
    )


def _by_instrument(scores: Score | Iterable[Score]) -> dict[str, Score]:
    return {one.instrument: one for one in ([scores] if isinstance(scores, Score) else scores)}


def _move(before: Score, after: Score) -> int:
    """-1 for reliably less burden, 1 for reliably more, 0 for what may be chance."""
    apart = after.burden - before.burden
    if not after.reliable_change or abs(apart) < after.reliable_change:
        return 0
    return 1 if apart > 0 else -1
