"""What a page costs: the server's CPU time over many requests, in rounds, so that a busy moment does not decide."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.application import COUNT
from bench.databases import FOLDER, Database
from bench.server import Served, served
from bench.visitors import ANSWER, PAGES, Answer, Visitor, answer_quizzes, answers_left, arrive, read

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "1000"))
ROUNDS = 3
WARM_UP = 40
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = {CORES[0]}
OTHER_CORES = set(CORES[1:]) or SERVER_CORE
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Cost:
    """Microseconds of CPU a request, of the server and of the database server; SQL statements; bytes of the answer."""

    server: float
    database: float
    statements: int
    size: int

    @property
    def whole(self) -> float:
        return self.server + self.database


@dataclass(frozen=True)
class Running:
    """A database with its server, and learners who visit it."""

    database: Database
    server: Served
    visitors: list[Visitor]

    def sample(self, page: str, count: int) -> tuple[float, float]:
        """Microseconds a request, of the server and of the database server."""
        used, used_by_database, asked = 0.0, 0.0, 0
        self.visitors[0].connection.close()  # the server hangs up on who was silent for long
        for answers in _batches(self.database, self.visitors, page, count):
            before, before_database = self.server.seconds(), self.database.seconds()
            asked += sum(1 for _ in answers)
            used += self.server.seconds() - before
            used_by_database += self.database.seconds() - before_database
        return used / asked * MICROSECONDS, used_by_database / asked * MICROSECONDS


def measure(*databases: Database) -> list[dict[str, Cost]]:
    """The cost of every page on each database: the median of rounds in which all take turns, page by page."""
    os.sched_setaffinity(0, OTHER_CORES)
    counted = [_count(database) for database in databases]
    with ExitStack() as stack:
        running = [_start(stack, database) for database in databases]
        rounds = [_round(running, count) for count in (WARM_UP, *[REQUESTS] * ROUNDS)][1:]
    return [
        {
            page: Cost(median(r[n, page][0] for r in rounds), median(r[n, page][1] for r in rounds), statements, size)
            for page, (statements, size) in counted[n].items()
        }
        for n in range(len(databases))
    ]


def _start(stack: ExitStack, database: Database) -> Running:
    log = Path(database.environment["KELIM_INSTANCE_DIR"]) / "server.log"
    server = stack.enter_context(served(database.environment, log, SERVER_CORE))
    return Running(database, server, arrive(server.port, database.crowd))


def _round(running: list[Running], count: int) -> dict[tuple[int, str], tuple[float, float]]:
    return {(n, page): one.sample(page, count) for page in (*PAGES, ANSWER) for n, one in enumerate(running)}


def _count(database: Database) -> dict[str, tuple[int, int]]:
    """Statements and bytes of each page, the most of all learners; on a server of its own: counting takes time."""
    database.forget_answers()
    with served(database.environment | {COUNT: "1"}, FOLDER / "counting.log", SERVER_CORE) as server:
        visitors = arrive(server.port, database.crowd)
        found = {}
        for page in (*PAGES, ANSWER):
            for answers in _batches(database, visitors, page, WARM_UP):
                seen = list(answers)[1:]
                found[page] = max(x.statements or 0 for x in seen), max(len(x.body) for x in seen)
        return found


def _batches(database: Database, visitors: list[Visitor], page: str, count: int) -> Iterator[Iterator[Answer]]:
    """Pages are read in one go; answers are forgotten whenever every question has one."""
    if page != ANSWER:
        yield read(visitors, PAGES[page], count)
        return
    while count > 0:
        database.forget_answers()
        yield answer_quizzes(visitors, count)
        count -= answers_left(visitors)
    database.forget_answers()
