"""Databases of the bench: SQLite in a file, PostgreSQL from the development tools, small and large.

The large one takes a minute or two to make and is kept in the folder of temporary files, as long as schema and content
stay the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

import psutil
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Engine

from app.config import ROOT
from bench.people import Crowd, read_crowd
from bench.population import Size, add
from tests.support import processes

FOLDER = Path(gettempdir()) / f"kelim-bench-{os.getuid()}"


@dataclass(frozen=True)
class Database:
    """`processes` are those of the database server whose CPU time belongs to a request."""

    name: str
    environment: dict[str, str]
    crowd: Crowd
    engine: Engine
    processes: Callable[[], Sequence[psutil.Process]]

    def seconds(self) -> float:
        """CPU seconds that the database server has used for its connections so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def forget_answers(self) -> None:
        """Opens all questions of the running attempts again, so that they can be answered once more."""
        with self.engine.begin() as connection:
            running = "SELECT id FROM quiz_attempt WHERE finished_at IS NULL"
            connection.execute(text(f"DELETE FROM quiz_answer WHERE attempt_id IN ({running})"))


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """Settings of the bench alone: those of the shell are left out."""
    outside = {key: value for key, value in os.environ.items() if not key.startswith("KELIM_")}
    content = {key: value for key, value in os.environ.items() if key == "KELIM_CONTENT_DIR"}
    own = {"KELIM_ENVIRONMENT": "test", "KELIM_INSTANCE_DIR": str(folder), "KELIM_DATABASE_URL": url}
    # Everybody here has read it.
    return outside | content | own | {"KELIM_COLLECTION_NOTICE": "false"}


def _fill(folder: Path, settings: dict[str, str]) -> Crowd:
    subprocess.run(
        [sys.executable, "-m", "bench.people", str(folder / "crowd.json")], cwd=ROOT, env=settings, check=True
    )
    return read_crowd(folder / "crowd.json")


@contextmanager
def sqlite() -> Iterator[Database]:
    with processes.folder() as folder:
        settings = environment(folder)
        crowd = _fill(folder, settings)
        engine = create_engine(f"sqlite:///{folder / 'kelim.sqlite3'}")
        yield Database("SQLite", settings, crowd, engine, list)
        engine.dispose()


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of the bench; its data stay."""
    with processes.postgres(FOLDER / "postgres") as url:
        yield url


def _name(size: Size) -> str:
    return f"bench_{fingerprint()}_{size.learners}_{size.credits}"


def is_there(size: Size) -> bool:
    """A database of that size is made already."""
    return (FOLDER / _name(size) / "complete").exists()


@contextmanager
def postgres(server: str, size: Size) -> Iterator[Database]:
    """A database with `size` learners; made unless one of the same schema, content and size is there."""
    name = _name(size)
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    folder = FOLDER / name
    settings = environment(folder, url)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    if not (folder / "complete").exists():
        folder.mkdir(exist_ok=True)
        _drop_older(server)
        administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        add(engine, _fill(folder, settings), size)
        (folder / "complete").touch()
    yield Database(f"PostgreSQL, {size}", settings, read_crowd(folder / "crowd.json"), engine, lambda: backends(name))
    engine.dispose()


def _drop_older(server: str) -> None:
    """Databases of another schema or content are of no use any more, and large."""
    current = f"bench_{fingerprint()}_"
    for folder in FOLDER.glob("bench_*"):
        if not folder.name.startswith(current):
            administer(server, f'DROP DATABASE IF EXISTS "{folder.name}" WITH (FORCE)')
            shutil.rmtree(folder)


def administer(server: str, *statements: str) -> None:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def backends(name: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["cmdline"]) if f" {name} " in " ".join(one.info["cmdline"] or ())]


def fingerprint() -> str:
    """Changes with everything that the databases are made of."""
    digest = sha256()
    for folder in ("migrations/versions", "curriculum", "modules", "bench"):
        for file in sorted((ROOT / folder).rglob("*")):
            if (
                file.is_file()
                and "__pycache__" not in file.parts
                and (folder != "bench" or file.stem in ("people", "population"))
            ):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
