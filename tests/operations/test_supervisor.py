"""The supervisor serves, restarts, stops, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

import psutil
import pytest

from app.config import ROOT
from tests.support.installation import Installation, Served, Visitor, supervisor
from tests.support.processes import free_port, wait_until


def is_ready(served: Served) -> bool:
    try:
        return Visitor(served.address).get("/readyz")[0] == 200
    except OSError:
        return False


def are_gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_it_says_once_that_it_is_ready_and_stops_cleanly(installation: Installation):
    with installation.served() as served:
        wait_until(lambda: "mentor@demo.kelim.example" in served.output(), "the table of accounts")
        family = served.descendants()
        assert len(family) >= 3
        assert served.stop() == 0
        assert are_gone(family)
    lines = served.output().splitlines()
    assert lines.count(f"Kelim is ready at {served.address}") == 1
    assert sum("Kelim is ready" in line for line in lines) == 1


@pytest.mark.parametrize("killed", ["web server", "worker", "jobs"])
def test_whoever_is_killed_comes_back(installation: Installation, killed: str):
    with installation.served() as served:
        server, worker = served.find("app.operations.web_server")
        victim = {"web server": server, "worker": worker, "jobs": served.find("jobs run")[0]}[killed]
        words = "jobs run" if killed == "jobs" else "app.operations.web_server"
        before = {process.pid for process in served.find(words)}
        victim.send_signal(signal.SIGKILL)
        wait_until(lambda: not {p.pid for p in served.find(words)} <= before, "a new process")
        wait_until(lambda: len(served.find(words)) == len(before) and is_ready(served), "the return")
        assert victim.pid not in {process.pid for process in served.descendants()}


def test_no_orphan_outlives_a_killed_supervisor(installation: Installation):
    with installation.served(workers="2") as served:
        family = served.descendants()
        assert len(served.find("app.operations.web_server")) == 3
        served.process.kill()
        wait_until(lambda: are_gone(family), "the end of all", 5)


def test_a_request_in_flight_is_answered_before_it_stops(installation: Installation):
    with installation.served() as served, socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        served.process.send_signal(signal.SIGTERM)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert served.process.wait(60) == 0


def refused(environment: dict[str, str], *roles: str) -> str:
    done = subprocess.run(
        supervisor(roles), cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def test_a_taken_port_is_refused_before_anything_happens(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment = {"PORT": str(port), "KELIM_INSTANCE_DIR": str(tmp_path / "instance")}
        assert f"Port {port}" in refused(environment)
        assert not (tmp_path / "instance").exists()
        script = subprocess.run(
            [ROOT / "build/run.sh"], env=os.environ | environment, capture_output=True, text=True, timeout=20
        )
        assert script.returncode == 1
        assert f"PORT={port + 1} make run" in script.stderr


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(port, tmp_path):
    environment = {"PORT": port, "KELIM_INSTANCE_DIR": str(tmp_path)}
    assert "PORT is" in refused(environment)


def test_a_wrong_setting_is_named_without_its_value(tmp_path):
    environment = {"PORT": str(free_port()), "KELIM_INSTANCE_DIR": str(tmp_path), "KELIM_SECRET_KEY": "hunter2"}
    said = refused(environment)
    assert "KELIM_SECRET_KEY" in said
    assert "hunter2" not in said


def test_two_servers_run_from_one_folder(installation: Installation):
    with installation.served() as first, installation.served() as second:
        assert is_ready(first)
        assert is_ready(second)
