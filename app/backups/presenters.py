"""Runs as administrators read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.backups.models import BACKUP, DRILL, SUCCEEDED, BackupRun
from app.core.words import N_
from app.web.languages import gettext

KINDS = {BACKUP: N_("Backup"), DRILL: N_("Drill")}
OUTCOMES = {
    SUCCEEDED: N_("Succeeded"),
    "": N_("Not finished"),
    "no-space": N_("The disk was full"),
    "no-folder": N_("The folder could not be written"),
    "database": N_("The database did not answer"),
    "broken-database": N_("The database file is damaged"),
    "busy": N_("Another one was at work"),
    "damaged": N_("The archive could not be read again"),
    "different": N_("What came back was not what went in"),
    "trail": N_("The trail of who did what was changed by hand: “flask audit verify” says where"),
}
FAILED = N_("Failed; the log of the jobs says why")
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    outcome: str
    tag: str
    began_at: datetime
    file: str
    megabytes: str
    rows: int


def line(run: BackupRun) -> Line:
    tag = {SUCCEEDED: "success", "": "quiet"}.get(run.outcome, "danger")
    size = f"{run.size / MEGABYTE:.1f}" if run.size else ""
    outcome = OUTCOMES.get(run.outcome, FAILED)
    return Line(gettext(KINDS[run.kind]), gettext(outcome), tag, run.began_at, run.file, size, run.rows)
