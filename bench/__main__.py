"""`make bench`: prints what hot pages, publishing, a timed quiz and much practice cost; exit status 1 above a limit.

`BENCH_SCALE=0` leaves out the large database, `BENCH_REQUESTS` (1000) is the number of requests a page and round.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

from bench import databases, practicum, publishing, report, timed_quiz
from bench.costs import Cost, measure
from bench.databases import Database
from bench.population import Size

SMALL, LARGE = Size(2_000), Size(100_000)
ON_SQLITE, ON_POSTGRES = 6.0, 8.0


def show(database: Database, costs: dict[str, Cost], limit: float) -> list[str]:
    print(f"\n{database.name}")
    faults = report.times(costs, limit)
    sys.stdout.flush()
    return faults


def main() -> int:
    databases.FOLDER.mkdir(exist_ok=True)
    with databases.sqlite() as database:
        faults = show(database, measure(database)[0], ON_SQLITE)
    faults += publishing.measure()
    faults += timed_quiz.measure()
    with databases.postgres_server() as server, ExitStack() as stack:
        sizes = [SMALL, LARGE] if os.environ.get("BENCH_SCALE", "1") != "0" else [SMALL]
        made = [stack.enter_context(databases.postgres(server, size)) for size in sizes]
        costs = measure(*made)
        for database, its in zip(made, costs, strict=True):
            faults += show(database, its, ON_POSTGRES)
        if len(costs) == 2:
            faults += report.apart(*costs)
        faults += practicum.measure(server)
    print("\n" + ("\n".join(f"!! {fault}" for fault in faults) or "All limits hold."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
