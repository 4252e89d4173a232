"""A trainee's targets and a signer's queue: do they cost the same with four hundred entries of everybody as with four?

`python -m bench.practicum` measures them alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url

from app.config import ROOT
from app.core.clock import today
from app.core.db import write_transaction
from app.releases import service as releases
from bench import databases, report
from bench.application import COUNT
from bench.costs import MICROSECONDS, OTHER_CORES, REQUESTS, ROUNDS, SERVER_CORE, WARM_UP, Cost
from bench.databases import Database
from bench.people import PASSWORD, Crowd
from bench.server import Served, served
from bench.trainees import Known, Size, add
from bench.visitors import Answer, Visitor
from tests.support import processes
from tests.support.application import make_app
from tests.support.house import House

FEW, MANY = Size(500, 4), Size(500, 400)
MOST_STATEMENTS = 10
TRAINEE, SIGNER = "trainee", "signer"
PAGES = {"targets": (TRAINEE, "/practicum"), "queue": (SIGNER, "/sign-off"), "home": (TRAINEE, "/")}


@dataclass(frozen=True)
class Practised:
    """A database full of practice, and those of it whose pages are read."""

    database: Database
    known: Known

    @contextmanager
    def visitors(self, port: int, who: str) -> Iterator[list[Visitor]]:
        cookies = self.known.trainees if who == TRAINEE else self.known.signers
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            yield [Visitor(connection, "", {"kelim": cookie}) for cookie in cookies]


@contextmanager
def practised(server: str, size: Size) -> Iterator[Practised]:
    """A database of its own on the server, made anew: that takes some seconds."""
    name = f"practicum_{size.people}_{size.entries}"
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    databases.administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with processes.folder() as folder:
        known = add(engine, found(folder, url), size)
        settings = databases.environment(folder, url)
        shown = Database(str(size), settings, Crowd([], {}, 0, 0, []), engine, lambda: databases.backends(name))
        yield Practised(shown, known)
    engine.dispose()
    databases.administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def found(folder: Path, url: str) -> House:
    """A house with the real content, whose cohorts have run for most of a year."""
    app = make_app(folder, database_url=url)
    with app.app_context():
        upgrade()
        with write_transaction():
            releases.publish("Bench", ROOT, "Bench")
    return House(app, PASSWORD, today() - timedelta(days=300))


def measure(server: str, sizes: tuple[Size, Size] = (FEW, MANY), requests: int = REQUESTS) -> list[str]:
    """Prints what each page costs with few and with many entries; returns what is too dear."""
    with ExitStack() as stack:
        stack.callback(os.sched_setaffinity, 0, os.sched_getaffinity(0))
        os.sched_setaffinity(0, OTHER_CORES)
        made = [stack.enter_context(practised(server, size)) for size in sizes]
        counted = [_count(one) for one in made]
        running = [(one, stack.enter_context(_served(one.database.environment))) for one in made]
        rounds = [[_sample(*one, count) for one in running] for count in (WARM_UP, *[requests] * ROUNDS)][1:]
    few, many = ([one[n] for one in rounds] for n in range(2))
    small, large = _costs(few, counted[0]), _costs(many, counted[1])
    print(f"\nPractice of {sizes[0]} and of {sizes[1]}")
    faults = report.apart(small, large)
    dear = {page: cost for page, cost in {**small, **large}.items() if cost.statements > MOST_STATEMENTS}
    return faults + [f"{page} takes {one.statements} statements; the limit is 10" for page, one in dear.items()]


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[Served]:
    with served(environment, Path(environment["KELIM_INSTANCE_DIR"]) / "server.log", SERVER_CORE) as server:
        yield server


def _costs(rounds: list[dict[str, tuple[float, float]]], counted: dict[str, tuple[int, int]]) -> dict[str, Cost]:
    return {
        page: Cost(median(one[page][0] for one in rounds), median(one[page][1] for one in rounds), *counted[page])
        for page in PAGES
    }


def _sample(one: Practised, server: Served, count: int) -> dict[str, tuple[float, float]]:
    """Microseconds a request, of the server and of the database server."""
    return {page: _time(one, server, page, count) for page in PAGES}


def _time(one: Practised, server: Served, page: str, count: int) -> tuple[float, float]:
    with one.visitors(server.port, PAGES[page][0]) as visitors:
        before, before_database = server.seconds(), one.database.seconds()
        for number in range(count):
            _read(visitors[number % len(visitors)], page)
    used, used_by_database = server.seconds() - before, one.database.seconds() - before_database
    return used / count * MICROSECONDS, used_by_database / count * MICROSECONDS


def _count(one: Practised) -> dict[str, tuple[int, int]]:
    """Statements and bytes of each page; on a server of its own: counting takes time."""
    with _served(one.database.environment | {COUNT: "1"}) as server:
        shown = {}
        for page, (who, _) in PAGES.items():
            with one.visitors(server.port, who) as visitors:
                answers = [_read(visitors[0], page) for _ in range(3)][1:]
            shown[page] = max(x.statements or 0 for x in answers), max(len(x.body) for x in answers)
        return shown


def _read(visitor: Visitor, page: str) -> Answer:
    answer = visitor.get(PAGES[page][1])
    if answer.status != 200:
        raise RuntimeError(f"{page} answers {answer.status}: {answer.text[:2000]}")
    return answer


def main() -> int:
    databases.FOLDER.mkdir(exist_ok=True)
    with databases.postgres_server() as server:
        faults = measure(server)
    print("\n" + ("\n".join(f"!! {fault}" for fault in faults) or "All limits hold."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
