"""A bad line: requests are dropped, doubled, late and out of order; phones and the server are killed. Once is once.

Phones are the pages' own sending code in Node (tests/support/outbox.mjs); the server is the one that operators run.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts import sessions
from app.accounts.models import Person
from app.config import ROOT
from app.core.clock import today
from app.core.db import session
from app.hours import queries as hours
from app.practicum.models import PracticumEntry
from tests.journeys.pages import is_full
from tests.support.cookies import signed_in
from tests.support.installation import Installation
from tests.support.node import NODE
from tests.support.practice import Practice
from tests.support.processes import free_port
from tests.support.school import School

ENTRIES, A_PHONE = (10_000, 100) if is_full() else (60, 10)
A_DAY, MINUTES = 4, 20
PHONES_KILLED, SERVER_KILLED = (40, 12) if is_full() else (3, 2)
UNTIL_KILLED = (2.0, 15.0) if is_full() else (0.3, 3.0)  # seconds
PATIENCE = 7200 if is_full() else 300
WORDS = ("waited", "listened", "asked", "walked", "rested", "wrote", "breathed", "laughed")


@dataclass
class Plan:
    """What phones are to write, and what must stand in the end, by client id."""

    phones: list[dict[str, Any]]
    expected: dict[str, tuple[str, str]]
    enrolments: dict[int, int]


def plan(school: School, chance: random.Random) -> Plan:
    made = Plan([], {}, {})
    lifetimes = school.app.extensions["kelim_lifetimes"]
    for _ in range(ENTRIES // A_PHONE):
        practice = Practice(school)
        with practice.inside():
            token = sessions.open_session(session().get_one(Person, practice.learner.id), ["learner"], lifetimes)
        cookie, csrf_token = signed_in(school.app, token)
        entries = [_entry(number, chance) for number in range(A_PHONE)]
        made.expected |= {one["id"]: (one["then"], one["texts"][-1]) for one in entries}
        made.enrolments[practice.enrolment_id] = MINUTES * sum(one["then"] == "submit" for one in entries)
        made.phones.append(
            {
                "person": str(practice.learner.id),
                "enrolment": str(practice.enrolment_id),
                "cookie": cookie,
                "token": csrf_token,
                "entries": entries,
            }
        )
    return made


def _entry(number: int, chance: random.Random) -> dict[str, Any]:
    starts = datetime.combine(today() - timedelta(days=1 + number // A_DAY), time(8 + 2 * (number % A_DAY)))
    texts = chance.choices((1, 2, 3), (6, 3, 1))[0]
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "then": "submit" if chance.random() < 0.85 else "draft",
        "texts": [f"{chance.choice(WORDS)} {number} {step}" for step in range(texts)],
        "fields": [
            ("what", "visit/meet"),
            ("setting", "individual"),
            ("day", starts.date().isoformat()),
            ("starts", starts.strftime("%H:%M")),
            ("ends", (starts + timedelta(minutes=MINUTES)).strftime("%H:%M")),
            ("people", "1"),
            ("mode", "in-person"),
            ("language", "ar"),
        ],
    }


class Trouble(Thread):
    """Kills the server and starts it again at the same address, some times, until all is sent."""

    def __init__(self, installation: Installation, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.installation, self.chance = installation, chance
        self.port, self.up, self.over = free_port(), Event(), Event()
        self.killed = 0

    def run(self) -> None:
        while not self.over.is_set():
            with self.installation.served("web", port=self.port) as served:
                self.up.set()
                is_last = self.killed == SERVER_KILLED
                if not self.over.wait(None if is_last else 1 + self.chance.uniform(*UNTIL_KILLED)):
                    served.kill()
                    self.killed += 1


def send_all(made: Plan, port: int, folder: Path, chance: random.Random) -> int:
    """Runs the phones until they are through, killing them at times; returns how often they were killed."""
    killed = 0
    while True:
        paper = folder / "plan.json"
        whole = {"address": f"http://127.0.0.1:{port}", "folder": str(folder / "phones"), "phones": made.phones}
        paper.write_text(json.dumps(whole | {"seed": chance.getrandbits(31)}))
        command = [NODE, str(ROOT / "tests/support/outbox.mjs"), str(paper)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as phones:
            patience = chance.uniform(*UNTIL_KILLED) if killed < PHONES_KILLED else PATIENCE
            try:
                said, _ = phones.communicate(timeout=patience)
            except subprocess.TimeoutExpired:
                phones.kill()
                killed += 1
                assert killed <= PHONES_KILLED, "phones hang"
                continue
        assert said.splitlines()[-1:] == ["DONE"], said[-2000:]
        return killed


@pytest.fixture
def installation(school: School) -> Installation:
    settings = school.app.extensions["kelim_settings"]
    return Installation(Path(settings.instance_dir), {"environment": "test"})


def test_each_entry_arrives_exactly_once(school: School, installation: Installation, tmp_path: Path):
    chance = random.Random(20)
    made = plan(school, chance)
    trouble = Trouble(installation, chance)
    trouble.start()
    assert trouble.up.wait(90)
    try:
        killed = send_all(made, trouble.port, tmp_path, chance)
    finally:
        trouble.over.set()
        trouble.join(60)
    assert (killed > 0, trouble.killed > 0) == (True, True), "there must be trouble"

    with school.app.app_context():
        rows = session().scalars(select(PracticumEntry)).all()
        assert Counter(one.client_id for one in rows) == Counter(made.expected.keys())
        stands = {one.client_id: (one.status.replace("submitted", "submit"), one.learning) for one in rows}
        assert {key: (stands[key], said) for key, said in made.expected.items() if stands[key] != said} == {}
        pending = {one: hours.sum_totals(one).pending_minutes("field") for one in made.enrolments}
        assert pending == made.enrolments
    assert "0 faults" in installation.flask("practicum", "verify")
