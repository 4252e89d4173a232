"""Which tool serves whom, in which kind of moment, and when one comes back: pure.

Whether something was used, and helped, says when it is worth a look again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from app.core import spacing
from app.core.spacing import Rating

ALONE, WITH_SOMEONE, NOT_THIS_TIME = "alone", "someone", "not"
YES, LITTLE, NO = "yes", "little", "no"
HOWS, HELPS = (ALONE, WITH_SOMEONE, NOT_THIS_TIME), (YES, LITTLE, NO)
MOST_USES = 40
"""Of one tool; older ones are forgotten."""
HALF_LIFE = 120
"""Days after which what somebody said weighs half."""
ELSEWHERE = 0.25
"""What helped in another kind of moment says so much about this one."""
WAVED_AWAY = timedelta(days=28)
_WORTH = {YES: 2.0, LITTLE: 1.0, NO: -2.0}
_RATINGS = {YES: Rating.Good, LITTLE: Rating.Hard}

Why = Literal["here", "elsewhere", "meant", "met", "not-here"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What somebody said about one time. `moment` and `help` are empty where it was not used, or they did not say."""

    on: date
    how: str
    moment: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """An exercise that somebody has met. `card` is the scheduler's; null: it does not come back by itself."""

    uses: tuple[Use, ...] = ()
    card: Mapping[str, Any] | None = None
    away_until: date | None = None

    @property
    def due(self) -> date | None:
        if self.card is None:
            return None
        day = datetime.fromisoformat(self.card["due"]).date()
        return max(day, self.away_until) if self.away_until else day

    def count_helped(self, moment: str = "") -> int:
        """In this kind of moment; of any, where none is named."""
        return sum(use.help in (YES, LITTLE) and moment in ("", use.moment) for use in self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`why` it stands here: it helped here or elsewhere `count` times, is meant for this, was met, or did not help."""

    exercise: str
    why: Why
    count: int = 0
    last_on: date | None = field(default=None)


def noted(tool: Tool, use: Use) -> Tool:
    """The tool after what was said about it.

    What helped comes back after longer and longer breaks, what was not used soon; what did not help stays away.
    """
    uses = (*tool.uses, use)[-MOST_USES:]
    if use.help == NO:
        return Tool(uses=uses)
    moment = datetime.combine(use.on, time(12), UTC)
    card = spacing.reviewed(tool.card or spacing.fresh(moment), _RATINGS.get(use.help, Rating.Again), moment)
    return Tool(uses=uses, card=card)


def waved_away(tool: Tool, day: date) -> Tool:
    return replace(tool, away_until=day + WAVED_AWAY)


def coming_back(tools: Mapping[str, Tool], family: Sequence[str], day: date) -> str:
    """One tool of a family whose day has come, the longest due first; empty where there is none."""
    due = [(tool.due, name) for name, tool in tools.items() if name in family and tool.due and tool.due <= day]
    return min(due)[1] if due else ""


def ranked(
    met: Iterable[str], tools: Mapping[str, Tool], meant: Mapping[str, Iterable[str]], moment: str, day: date
) -> list[Ranked]:
    """Best first for this kind of moment: what helped there and lately, then in the order of `met`."""
    lines = [(_worth(tools.get(name), name in meant.get(moment, ()), moment, day), name) for name in met]
    in_order = sorted(lines, key=lambda line: -line[0])
    return [_reason(name, tools.get(name, Tool()), name in meant.get(moment, ()), moment) for _, name in in_order]


def _worth(tool: Tool | None, is_meant: bool, moment: str, day: date) -> float:
    said = sum(_weight(use, moment, day) for use in tool.uses) if tool else 0.0
    return round(said + (0.2 if is_meant else 0.0), 6)


def _weight(use: Use, moment: str, day: date) -> float:
    here = 1.0 if not moment or use.moment == moment else ELSEWHERE
    lately: float = 0.5 ** (max((day - use.on).days, 0) / HALF_LIFE)
    return _WORTH.get(use.help, 0.0) * here * lately


def _reason(name: str, tool: Tool, is_meant: bool, moment: str) -> Ranked:
    helped = [use for use in tool.uses if use.help in (YES, LITTLE)]
    here = [use for use in helped if moment and use.moment == moment]
    last = [use for use in tool.uses if use.help and (not moment or use.moment == moment)]
    if last and last[-1].help == NO:
        return Ranked(exercise=name, why="not-here", last_on=last[-1].on)
    if here:
        return Ranked(exercise=name, why="here", count=len(here), last_on=here[-1].on)
    if helped:
        return Ranked(exercise=name, why="elsewhere", count=len(helped), last_on=helped[-1].on)
    return Ranked(exercise=name, why="meant" if is_meant else "met")


def to_plain(tool: Tool) -> dict[str, Any]:
    uses = [{"on": use.on.isoformat(), "how": use.how, "moment": use.moment, "help": use.help} for use in tool.uses]
    away = tool.away_until.isoformat() if tool.away_until else None
    return {"uses": uses, "card": dict(tool.card) if tool.card else None, "away_until": away}


def of_plain(plain: Mapping[str, Any]) -> Tool:
    away = plain["away_until"]
    return Tool(
        uses=tuple(Use(**{**use, "on": date.fromisoformat(use["on"])}) for use in plain["uses"]),
        card=plain["card"],
        away_until=date.fromisoformat(away) if away else None,
    )
