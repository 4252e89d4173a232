"""Kelim as an operator runs it: a folder, settings, real processes, an address."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

import psutil
import pytest

from app.config import ROOT
from tests.support.once import once
from tests.support.processes import free_port, wait_until

PASSWORD = "three calm words together"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@dataclass
class Installation:
    """A prepared folder. `settings` are KELIM_ settings without prefix."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "instance_dir": str(self.folder),
            "demo_password": PASSWORD,
            "collection_notice": "false",
            **self.settings,
        }
        outside = {key: value for key, value in os.environ.items() if not key.startswith("KELIM_")}
        return outside | {f"KELIM_{key.upper()}": value for key, value in own.items()}

    def flask(self, *arguments: str) -> str:
        """What the command printed. Raises CalledProcessError with its output when it fails."""
        done = subprocess.run(
            [*FLASK, *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    @contextmanager
    def served(self, *roles: str, port: int | None = None, **settings: str) -> Iterator[Served]:
        """The supervisor, until the end of the block; it is ready when the block begins."""
        port = port or free_port()
        environment = self.environment | {f"KELIM_{key.upper()}": value for key, value in settings.items()}
        log = self.folder / f"served-{port}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                supervisor(roles), cwd=ROOT, env=environment | {"PORT": str(port)}, stdout=output, stderr=output
            )
        served = Served(process, port, log)
        try:
            if not roles or "web" in roles:
                served.wait_until_ready()
            yield served
        finally:
            served.stop()


def supervisor(roles: Sequence[str] = ()) -> list[str]:
    return [sys.executable, "-m", "app.operations.supervisor", *roles]


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until_ready(self) -> None:
        wait_until(lambda: self._is_announced() or self._has_ended(), "the ready line", 60)
        assert not self._has_ended(), self.output()

    def _is_announced(self) -> bool:
        return "Kelim is ready at " in self.output()

    def _has_ended(self) -> bool:
        return self.process.poll() is not None

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def find(self, words: str) -> list[psutil.Process]:
        """Descendants whose command line holds `words`, the oldest first."""
        found = [process for process in self.descendants() if words in command_line(process)]
        return sorted(found, key=lambda process: process.create_time())

    def kill(self) -> None:
        """kill -9 for the supervisor and all that it started."""
        family = [psutil.Process(self.process.pid), *self.descendants()]
        for process in family:
            process.kill()
        self.process.wait(20)
        wait_until(lambda: not any(is_alive(process) for process in family), "the end of all")

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


class Visitor:
    """A browser of few words: cookies, redirects, forms with their token."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._open(Request(self.address + path, headers=headers))

    def post(self, path: str, form: dict[str, str] | Sequence[tuple[str, str]], **headers: str) -> tuple[int, str]:
        return self._open(Request(self.address + path, urlencode(form).encode(), headers))

    def _open(self, request: Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()


@pytest.fixture(scope="session")
def prepared_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "installation", lambda folder: Installation(folder).flask("prepare"))


@pytest.fixture
def installation(prepared_installation: Path, tmp_path: Path) -> Installation:
    """What `make run` prepares, in a folder of its own."""
    folder = tmp_path / "instance"
    shutil.copytree(prepared_installation, folder)
    return Installation(folder)
