"""How backups and drills went."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from app.backups import presenters, queries
from app.backups.setup import backups, standing
from app.web.render import page


def show(_actor: Any) -> ResponseReturnValue:
    runs = [presenters.line(run) for run in queries.list_runs()]
    return page("backups/runs.html", standing=standing(), runs=runs, kept=backups().kept.days)
