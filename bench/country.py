"""Everybody's pages with two thousand learners and with a million: `make bench-country`.

`BENCH_LEARNERS` asks for another number. Where the disk has no room for it the largest that fits is made, and what is
printed says so. Making a million takes half an hour; the database is kept for the next time.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from bench import databases, report
from bench.application import COUNT
from bench.costs import MICROSECONDS, OTHER_CORES, SERVER_CORE, Cost, measure
from bench.databases import FOLDER, Database
from bench.population import Size
from bench.server import Served, served
from bench.visitors import Answer, Surprise, Visitor

SMALL, WANTED = Size(2_000), 1_000_000
BYTES_A_LEARNER = 50_000
"""With what the write-ahead log and the building of indexes take for a while."""
SPARE = 5_000_000_000
ROUNDS, ASKED = 3, 30
MOST_STATEMENTS = 40
PAGES = {
    "trainer": ("/", "/meetings", "/marking", "/cohorts/{cohort}"),
    "coordinator": ("/", "/set-up", "/imports", "/people/invite", "/access-review", "/duty", "/sites", "/supervisors"),
    "evaluator": ("/", "/agreement"),
    "administrator": ("/", "/set-up", "/people/invite", "/access-review", "/access-review/national", "/duty", "/sites"),
}
NATIONAL = ("evaluator", "administrator")
MOST_APART = 8.0
"""Of pages that list some of a whole country, which is hundreds of times larger."""
ASKS = tuple((who, path) for who, paths in PAGES.items() for path in paths)


@dataclass(frozen=True)
class Open:
    """A database, its server, and one browser of each of the staff."""

    database: Database
    server: Served
    staff: dict[str, Visitor]

    def ask(self, who: str, path: str) -> Answer:
        answer = self.staff[who].get(path.format(cohort=self.database.crowd.cohort_id))
        if answer.status != 200:
            raise Surprise(f"{who} got {answer.status} for {path}")
        return answer

    def sample(self, who: str, path: str) -> tuple[float, float]:
        """Microseconds a request, of the server and of the database server."""
        self.staff[who].connection.close()  # the server hangs up on who was silent for long
        before, before_database = self.server.seconds(), self.database.seconds()
        for _ in range(ASKED):
            self.ask(who, path)
        used, used_by_database = self.server.seconds() - before, self.database.seconds() - before_database
        return used / ASKED * MICROSECONDS, used_by_database / ASKED * MICROSECONDS


@contextmanager
def opened(database: Database, more: dict[str, str] | None = None) -> Iterator[Open]:
    log = Path(database.environment["KELIM_INSTANCE_DIR"]) / "staff.log"
    with served(database.environment | (more or {}), log, SERVER_CORE) as server, ExitStack() as stack:
        staff = {}
        for who, email in database.crowd.staff.items():
            connection = stack.enter_context(closing(HTTPConnection("127.0.0.1", server.port, timeout=120)))
            staff[who] = Visitor(connection, email)
            staff[who].sign_in()
        yield Open(database, server, staff)


def largest() -> Size:
    """What is wanted, or as much of it as the disk has room for."""
    wanted = int(os.environ.get("BENCH_LEARNERS", WANTED))
    fits = max(0, shutil.disk_usage(FOLDER).free - SPARE) // BYTES_A_LEARNER
    if fits < wanted and not databases.is_there(Size(wanted)):
        print(f"The disk has room for {fits:,} of {wanted:,} learners: these are measured, the rest is extrapolated.")
        return Size(fits)
    return Size(wanted)


def staff_costs(*made: Database) -> list[dict[str, Cost]]:
    """What each page of staff costs on each database: the median of rounds in which all take turns."""
    os.sched_setaffinity(0, OTHER_CORES)
    counted = [_count(database) for database in made]
    with ExitStack() as stack:
        running = [stack.enter_context(opened(database)) for database in made]
        rounds = [[{ask: one.sample(*ask) for ask in ASKS} for one in running] for _ in range(ROUNDS + 1)][1:]
    return [
        {
            " ".join(ask): Cost(
                median(one[n][ask][0] for one in rounds), median(one[n][ask][1] for one in rounds), *counted[n][ask]
            )
            for ask in ASKS
        }
        for n in range(len(made))
    ]


def _count(database: Database) -> dict[tuple[str, str], tuple[int, int]]:
    """Statements and bytes of each page, on a server of its own: counting takes time."""
    with opened(database, {COUNT: "1"}) as one:
        answers = {ask: [one.ask(*ask) for _ in range(2)][1] for ask in ASKS}
    return {ask: (answer.statements or 0, len(answer.body)) for ask, answer in answers.items()}


def _of(costs: dict[str, Cost], *, national: bool) -> dict[str, Cost]:
    return {page: cost for page, cost in costs.items() if (page.split()[0] in NATIONAL) is national}


def main() -> int:
    databases.FOLDER.mkdir(exist_ok=True)
    with databases.postgres_server() as server, ExitStack() as stack:
        made = [stack.enter_context(databases.postgres(server, size)) for size in (SMALL, largest())]
        print("\n".join(one.name for one in made))
        faults = report.apart(*measure(*made))
        small, large = staff_costs(*made)
        faults += report.apart(_of(small, national=False), _of(large, national=False))
        faults += report.apart(_of(small, national=True), _of(large, national=True), MOST_APART)
        for page, cost in large.items():
            print(f"{page:<38}{cost.statements:>5} statements{cost.size:>9} bytes")
            if cost.statements > MOST_STATEMENTS:
                faults.append(f"{page} takes {cost.statements} statements; the limit is {MOST_STATEMENTS}")
    print("\n" + ("\n".join(f"!! {fault}" for fault in faults) or "All limits hold."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
