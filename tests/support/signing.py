"""What signing leaves behind: a link, the scan of a signature, a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.jobs import setup as jobs
from app.mail.models import OutboxMail
from app.placements.models import Supervisor
from app.practicum import records, service, signing_links
from app.practicum.models import PracticumEntry
from app.practicum.signing_models import SigningPaper
from tests.support.house import House
from tests.support.practice import Practice, visit
from tests.support.school import School


@dataclass(frozen=True)
class Signed:
    """`token` opens a link, `code` a record."""

    token: str
    paper_id: int
    record_id: int
    code: str


def sign(house: House, enrolment_id: int, supervisor_id: int) -> Signed:
    """A link to an entry that waits, somebody's signature on paper, and a record of what is signed already."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        entry = service.save_draft(actor, learner, visit(today() - timedelta(days=2)), str(uuid4()))
        service.submit(actor, entry)
        sent = signing_links.issue(session().get_one(Supervisor, supervisor_id), timedelta(days=30))
        assert sent is not None
        paper = SigningPaper(
            supervisor_id=supervisor_id,
            at=now(),
            signed_on=today(),
            digest="0" * 64,
            media_type="application/pdf",
            content=b"%PDF-1.7",
        )
        session().add(paper)
        record = records.keep(actor, records.prepare(learner, learner.cohort.starts_on, today(), "en"), b"%PDF-1.7")
        return Signed(sent.path.rsplit("/", 1)[1], paper.id, record.id, record.code)


def run_jobs(school: School) -> list[OutboxMail]:
    """What waits in the outbox, oldest first."""
    with school.app.app_context():
        runner = jobs.jobs().runner
        runner.handlers["mail.send"] = lambda payload: None
        runner.run_due()
        return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


class Reader:
    """Whoever has the supervisor's mailbox and a browser."""

    def __init__(self, school: School, path: str) -> None:
        self.school, self.path, self.client = school, path, school.client()

    def get(self) -> str:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, more: str, **values: object):  # type: ignore[no-untyped-def]
        return self.school.post(self.client, f"{self.path}{more}", **values)

    def last_code(self) -> str:
        mail = next(one for one in reversed(run_jobs(self.school)) if one.kind == "signing-code")
        return re.search(r"\b\d{6}\b", mail.text)[0]  # type: ignore[index]

    def bind(self) -> None:
        assert self.post("/code").status_code == 303
        assert self.post("/bind", code=self.last_code()).status_code == 303


class Scanner:
    """Fetches every address that it finds and submits every form, as often as it finds one; types what it likes."""

    def __init__(self, client: FlaskClient, start: str) -> None:
        self.client, self.waiting, self.seen = client, [start], set()

    def run(self) -> int:
        steps = 0
        while self.waiting and steps < 60:
            steps += 1
            path = self.waiting.pop()
            for method in ("head", "get"):
                answer = getattr(self.client, method)(path, follow_redirects=True)
            self._read(answer.text)
        return len(self.seen)

    def _read(self, html: str) -> None:
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', html):
            self._add(link)
        for action, body in re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', html, re.S):
            fields = dict(re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            fields |= dict(re.findall(r'<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            for typed in ("", "000000", "123456"):
                values = {"code": typed, "comment": "ok", "verdict": "sign", **fields}
                self._add(self.client.post(action, data=values).location or "")

    def _add(self, path: str) -> None:
        if path.startswith("/") and not path.startswith("/static") and path not in self.seen:
            self.seen.add(path)
            self.waiting.append(path)


def entries(practice: Practice) -> list[tuple[int, int, str]]:
    with practice.house.app.app_context():
        rows = session().execute(
            select(PracticumEntry.id, PracticumEntry.version, PracticumEntry.status).order_by(PracticumEntry.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def count(practice: Practice, what: type) -> int:
    with practice.house.app.app_context():
        return session().scalars(select(func.count()).select_from(what)).one()


def next_sunday() -> datetime:
    """Half past nine on the coming day of letters."""
    day = today() + timedelta(days=(6 - today().weekday()) % 7 or 7)
    return datetime.combine(day, time(9, 30), tzinfo=ZoneInfo("Asia/Jerusalem"))
