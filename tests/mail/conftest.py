"""An application that sends through a mail server of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from app.core.db import Base
from app.web.database import db
from tests.support.application import make_app
from tests.support.processes import free_port


@dataclass
class PostOffice:
    """Takes what is sent; `answer` is what it says to each recipient, `answer_to_data` to each message."""

    answer: str = "250 OK"
    answer_to_data: str = "250 taken"
    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answer_to_data.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.answer_to_data


@pytest.fixture
def post_office() -> Iterator[tuple[PostOffice, int]]:
    office, port = PostOffice(), free_port()
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    yield office, port
    server.stop()


@pytest.fixture
def mailing(tmp_path: Path, post_office: tuple[PostOffice, int]) -> Iterator[Flask]:
    app = make_app(
        tmp_path / "instance",
        mail_backend="smtp",
        smtp_port=post_office[1],
        mail_from="Kelim <kelim@kelim.example.org>",
        public_url="https://kelim.example.org/",
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def office(post_office: tuple[PostOffice, int]) -> PostOffice:
    return post_office[0]
