"""What a page costs: the server's CPU time over many requests, in rounds, so that a busy moment does not decide."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
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


def measure(database: Database) -> dict[str, Cost]:
    """The cost of every page: the median of the rounds, each of which takes all pages in turn."""
    os.sched_setaffinity(0, OTHER_CORES)
    database.forget_answers()
    counted = _count(database)
    with served(database.environment, FOLDER / "server.log", SERVER_CORE) as server:
        visitors = arrive(server.port, database.crowd)
        _round(server, database, visitors, WARM_UP)
        rounds = [_round(server, database, visitors, REQUESTS) for _ in range(ROUNDS)]
    return {
        page: Cost(median(one[page][0] for one in rounds), median(one[page][1] for one in rounds), statements, size)
        for page, (statements, size) in counted.items()
    }


def _count(database: Database) -> dict[str, tuple[int, int]]:
    """Statements and bytes of each page, the most of all learners; on a server of its own: counting takes time."""
    with served(database.environment | {COUNT: "1"}, FOLDER / "counting.log", SERVER_CORE) as server:
        visitors = arrive(server.port, database.crowd)
        found = {}
        for page in (*PAGES, ANSWER):
            for answers in _batches(database, visitors, page, WARM_UP):
                seen = list(answers)[1:]
                found[page] = max(x.statements or 0 for x in seen), max(len(x.body) for x in seen)
        return found


def _round(server: Served, database: Database, visitors: list[Visitor], count: int) -> dict[str, tuple[float, float]]:
    """Microseconds a request, of the server and of the database server, by page."""
    found = {}
    for page in (*PAGES, ANSWER):
        used, used_by_database, asked = 0.0, 0.0, 0
        for answers in _batches(database, visitors, page, count):
            before, before_database = server.seconds(), database.seconds()
            asked += sum(1 for _ in answers)
            used += server.seconds() - before
            used_by_database += database.seconds() - before_database
        found[page] = used / asked * MICROSECONDS, used_by_database / asked * MICROSECONDS
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
