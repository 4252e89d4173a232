"""`make bench`: prints the costs of the hot pages; exit status 1 when one is over a limit.

`BENCH_SCALE=0` leaves out the large database, `BENCH_REQUESTS` (1000) is the number of requests a page and round.
"""

from __future__ import annotations

import os
import sys

from bench import databases, report
from bench.costs import Cost, measure
from bench.databases import Database
from bench.population import Size

SMALL, LARGE = Size(200), Size(100_000)
ON_SQLITE, ON_POSTGRES = 6.0, 8.0


def show(database: Database, limit: float, faults: list[str]) -> dict[str, Cost]:
    costs = measure(database)
    print(f"\n{database.name}")
    faults += report.times(costs, limit)
    sys.stdout.flush()
    return costs


def main() -> int:
    faults: list[str] = []
    databases.FOLDER.mkdir(exist_ok=True)
    with databases.sqlite() as database:
        show(database, ON_SQLITE, faults)
    with databases.postgres_server() as server:
        with databases.postgres(server, SMALL) as database:
            small = show(database, ON_POSTGRES, faults)
        if os.environ.get("BENCH_SCALE", "1") != "0":
            with databases.postgres(server, LARGE) as database:
                large = show(database, ON_POSTGRES, faults)
            print("\nSmall and large database")
            faults += report.apart(small, large)
    print("\n" + ("\n".join(f"!! {fault}" for fault in faults) or "All limits hold."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
