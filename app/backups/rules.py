"""When a backup is due, when it is late, and which archives have had their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.backups.archive import STAMP
from app.backups.models import BACKUP, DRILL
from app.core.clock import zone

LATE_AFTER = {BACKUP: timedelta(days=2), DRILL: timedelta(days=8)}
FEWEST = 7
"""So many archives stay whatever their age: a clock that jumps ahead does not empty the folder."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A backup each day from `hour`, a drill each week from `weekday`."""

    hour: int
    weekday: int
    time_zone: str

    def backup_due(self, moment: datetime) -> date:
        """The day whose backup should be there at this moment."""
        local = moment.astimezone(zone(self.time_zone))
        return local.date() - timedelta(days=local.hour < self.hour)

    def drill_due(self, moment: datetime) -> date:
        day = self.backup_due(moment)
        return day - timedelta(days=(day.weekday() - self.weekday) % 7)


def superfluous(found: Sequence[Path], fresh: Path, before: datetime) -> list[Path]:
    """Archives (oldest first) that were made before a moment, and are not among the last few."""
    past = f"kelim-{before:{STAMP}}"
    return [path for path in found[:-FEWEST] if path.name < past and path != fresh]


def is_late(kind: str, last: datetime | None, moment: datetime) -> bool:
    return last is None or moment - last > LATE_AFTER[kind]
