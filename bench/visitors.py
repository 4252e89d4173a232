"""Learners at their browsers: signed in through the front door, asking for pages over one kept connection."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import islice
from urllib.parse import urlencode

from bench.application import HEADER
from bench.people import LESSON, PASSWORD, PROGRAMME, Crowd
from tests.support.filling import filled

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
POSITION = re.compile(r"/attempts/(\d+)/(\d+)")


class Surprise(Exception):
    """A page that is not what is to be measured."""


@dataclass
class Answer:
    status: int
    body: bytes
    location: str
    statements: int | None

    @property
    def text(self) -> str:
        return gzip.decompress(self.body).decode() if self.body[:2] == b"\x1f\x8b" else self.body.decode()


@dataclass
class Visitor:
    """`attempt` is an open attempt of the quiz; `forms` are the bodies that answer its questions, but for the last."""

    connection: HTTPConnection
    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    attempt: int = 0
    forms: dict[int, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, body: str) -> Answer:
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "he-IL,he;q=0.9,en;q=0.8"}
        headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = Answer(
            response.status,
            response.read(),
            response.getheader("Location", ""),
            int(response.getheader(HEADER, "0")) if response.getheader(HEADER) else None,
        )
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def sign_in(self) -> None:
        token = _find(TOKEN, self.get("/sign-in").text)
        form = urlencode({"email": self.email, "password": PASSWORD, "csrf_token": token})
        _expect(self.post("/sign-in", form), 303)

    def open_quiz(self) -> None:
        """Begins (or goes on with) the quiz and reads how each of its questions can be answered."""
        token = _find(TOKEN, self.get(f"/lessons/{LESSON}/quiz").text)
        begun = self.post(f"/lessons/{LESSON}/quiz", urlencode({"csrf_token": token}))
        self.attempt = int(_expect(begun, 303).location.rpartition("/")[2])
        bodies: list[str] = []
        while (page := self.get(f"/attempts/{self.attempt}/{len(bodies) + 1}")).status == 200:
            bodies.append(urlencode(filled(page.text)))
        self.forms = dict(enumerate(bodies[:-1], 1))


def _find(pattern: re.Pattern[str], text: str) -> str:
    if found := pattern.search(text):
        return found.group(1)
    raise Surprise(f"no {pattern.pattern} in {text[:2000]}")


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Surprise(f"{answer.status} instead of {status}: {answer.text[:2000]}")
    return answer


def arrive(port: int, crowd: Crowd) -> list[Visitor]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    visitors = [Visitor(connection, email) for email in crowd.emails]
    for visitor in visitors:
        visitor.sign_in()
        visitor.open_quiz()
    return visitors


Ask = Callable[[Visitor], Answer]

WORD = "one word"
ANSWER = "answer post"
PAGES: dict[str, Ask] = {
    WORD: lambda visitor: visitor.get("/bench/word"),
    "home": lambda visitor: visitor.get("/"),
    "practice": lambda visitor: visitor.get("/practice"),
    "programme": lambda visitor: visitor.get(f"/programmes/{PROGRAMME}"),
    "lesson": lambda visitor: visitor.get(f"/lessons/{LESSON}"),
    "quiz question": lambda visitor: visitor.get(f"/attempts/{visitor.attempt}/1"),
}


def read(visitors: list[Visitor], ask: Ask, count: int) -> Iterator[Answer]:
    """Asks `count` times for a page, learner after learner."""
    for number in range(count):
        yield _expect(ask(visitors[number % len(visitors)]), 200)


def answers_left(visitors: list[Visitor]) -> int:
    return sum(len(visitor.forms) for visitor in visitors)


def answer_quizzes(visitors: list[Visitor], count: int) -> Iterator[Answer]:
    """Posts `count` first answers to open questions, at most `answers_left`; none of them is the last of its quiz."""
    posts = ((visitor, number, body) for visitor in visitors for number, body in visitor.forms.items())
    for visitor, number, body in islice(posts, count):
        yield _expect(visitor.post(f"/attempts/{visitor.attempt}/{number}", body), 303)
