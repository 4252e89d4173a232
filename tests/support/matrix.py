"""What every route answers to every role, as the walk has seen it: reports/route-matrix.md and .csv.

Each process keeps what its tests noted; at the end of the session they become one table. A run of part of the walk
makes a table of that part.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from app.config import ROOT

Ids = Literal["own", "other institution", "other cohort", "missing"]
KINDS: tuple[Ids, ...] = ("own", "other institution", "other cohort", "missing")
FOLDER = ROOT / "reports"
PART = "route-matrix.*.json"
Key = tuple[str, str, str, Ids]
"""Method, route, role, whose ids stood in the address."""

_seen: defaultdict[Key, set[int]] = defaultdict(set)


def note(method: str, route: str, role: str, ids: Ids, status: int) -> None:
    _seen[method, route, role, ids].add(status)


def keep(folder: Path, name: str) -> None:
    """This process's part."""
    if _seen:
        folder.mkdir(exist_ok=True)
        part = [[*key, sorted(statuses)] for key, statuses in sorted(_seen.items())]
        (folder / PART.replace("*", name)).write_text(json.dumps(part))


def gather(folder: Path) -> int:
    """All parts as one table; how many answers it speaks of."""
    found: dict[Key, set[int]] = {}
    for path in sorted(folder.glob(PART)):
        for method, route, role, ids, statuses in json.loads(path.read_text()):
            found.setdefault((method, route, role, ids), set()).update(statuses)
        path.unlink()
    if found:
        (folder / "route-matrix.md").write_text("\n".join(_lines(found)) + "\n", encoding="utf-8")
        with (folder / "route-matrix.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("method", "route", "role", "ids", "statuses"), *_rows(found)])
    return len(found)


def _rows(found: dict[Key, set[int]]) -> Iterator[tuple[str, ...]]:
    for key, statuses in sorted(found.items()):
        yield (*key, _said(statuses))


def _lines(found: dict[Key, set[int]]) -> Iterator[str]:
    roles = sorted({role for _, _, role, _ in found})
    yield "# Every route as every role\n"
    yield "In each cell: with ids of one's own · another institution's · another cohort's · with ids of nothing."
    yield "Numbers are HTTP statuses; – was not asked, since the address has no such id or the door is shut anyway.\n"
    yield f"| Route | {' | '.join(roles)} |"
    yield f"|---|{'---|' * len(roles)}"
    for method, route in sorted({(method, route) for method, route, _, _ in found}, key=lambda pair: pair[::-1]):
        cells = (" · ".join(_said(found.get((method, route, role, ids), ())) for ids in KINDS) for role in roles)
        yield f"| `{method} {route}` | {' | '.join(cells)} |"


def _said(statuses: Iterable[int]) -> str:
    return "/".join(map(str, sorted(statuses))) or "–"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    worker = getattr(session.config, "workerinput", {}).get("workerid", "")
    keep(FOLDER, worker or "main")
    if not worker and FOLDER.exists():
        session.config.stash[_told] = gather(FOLDER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if told := config.stash.get(_told, 0):
        terminalreporter.write_line(f"{told} answers of routes to roles: {FOLDER.name}/route-matrix.md")


_told = pytest.StashKey[int]()
