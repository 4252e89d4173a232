"""By mail, by hand, on paper: each way opens the account once, and all of them can be ended."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import time_machine

from app.core.clock import now
from app.imports import inviting
from tests.imports.conftest import Desk
from tests.support.cameras import codes_of
from tests.support.papers import lost, pages_of

PEOPLE = (
    ("noa@example.org", "נועה לוי", "he"),
    ("samar@example.org", "سمر خوري", "ar"),
    ("ann@example.org", "Ann", "en"),
)
WORDS = "four other calm words"


@pytest.fixture
def path(desk: Desk) -> str:
    return desk.bring_in(*PEOPLE)


def enter(desk: Desk, link: str) -> int:
    client = desk.school.client()
    target = link.partition("://")[2].partition("/")[2]
    page = client.get(f"/{target}")
    if page.status_code != 200:
        return page.status_code
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    given = {"name": "Somebody", "language": "he", "password": WORDS, "again": WORDS, "csrf_token": token}
    return client.post(f"/{target.partition('?')[0]}", data=given).status_code


class TestByMail:
    def test_everybody_hears_once_in_their_own_language(self, desk: Desk, path: str) -> None:
        assert desk.post(f"{path}/mail").status_code == 303
        mails = desk.letters()
        assert [(mail.address, mail.language, mail.kind) for mail in mails] == [
            (email, language, "invitation") for email, _, language in PEOPLE
        ]
        assert len(desk.letters()) == 3

    def test_a_job_that_is_run_again_writes_nobody_twice(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/mail")
        desk.letters()
        number = int(path.split("/")[2])
        with desk.school.app.app_context():
            inviting.send_mails({"import": number, "by": desk.list_of(path).by_id})
        assert len(desk.letters()) == 3

    def test_sending_again_reaches_those_who_are_not_here(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/mail")
        first = re.search(r"https?://\S+", desk.letters()[0].text)[0]
        assert enter(desk, first) == 303
        with time_machine.travel(now() + timedelta(minutes=5)):
            desk.post(f"{path}/mail")
            assert [mail.address for mail in desk.letters()[3:]] == [PEOPLE[1][0], PEOPLE[2][0]]

    def test_who_had_an_account_is_told_and_gets_no_link(self, desk: Desk) -> None:
        stranger, _ = desk.school.learner(desk.school.cohort(desk.school.institution()))
        path = desk.bring_in((stranger.email, stranger.name))
        # Nobody of this list waits, so there is nothing to press; the act itself is what the page would send.
        desk.post(f"{path}/mail")
        (mail,) = desk.letters()
        assert (mail.kind, mail.address) == ("cohort-joined", stranger.email)
        assert "/invitations/" not in mail.text


class TestOnPaper:
    def test_a_camera_reads_every_card_and_each_opens_one_account(self, desk: Desk, path: str) -> None:
        answer = desk.post(f"{path}/sheet")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Cache-Control"] == "private, no-store"
        codes = codes_of(answer.data)
        assert len(set(codes)) == 3
        assert sorted(code.rpartition("=")[2] for code in codes) == ["ar", "en", "he"]
        assert [enter(desk, code) for code in codes] == [303] * 3
        assert [enter(desk, code) for code in codes] == [410] * 3

    def test_names_and_three_languages_stand_on_it(self, desk: Desk, path: str) -> None:
        pdf = desk.post(f"{path}/sheet").data
        (page,) = pages_of(pdf)
        for name in (person[1] for person in PEOPLE):
            assert not lost(name, pdf), name
        assert page.count("choose a password") == 3
        assert "example.org" not in page

    def test_a_card_works_for_a_month_beside_a_mailed_link(self, desk: Desk, path: str) -> None:
        codes = codes_of(desk.post(f"{path}/sheet").data)
        desk.post(f"{path}/mail")
        desk.letters()
        with time_machine.travel(now() + timedelta(days=29)):
            assert enter(desk, codes[0]) == 303
        with time_machine.travel(now() + timedelta(days=30, minutes=1)):
            assert enter(desk, codes[1]) == 410

    def test_a_long_list_fills_several_files(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inviting, "ON_A_SHEET", 2)
        path = desk.bring_in(*PEOPLE)
        assert desk.client.get(path).text.count('name="part"') == 2
        assert len(codes_of(desk.post(f"{path}/sheet", part="2").data)) == 1
        assert desk.post(f"{path}/sheet", part="3").status_code == 409

    def test_nobody_waits(self, desk: Desk, path: str) -> None:
        desk.post(f"{path}/undo")
        assert desk.post(f"{path}/sheet").status_code == 409


class TestByHand:
    def test_each_message_carries_its_own_link(self, desk: Desk) -> None:
        lines = [
            ("e-mail", "name", "phone"),
            ("noa@example.org", "Noa & Co", 501234567),
            ("ann@example.org", "Ann", ""),
        ]
        path = desk.take_in(lines)
        desk.apply(path)
        page = desk.post(f"{path}/links")
        links = re.findall(r"https?://[^\s<]+/invitations/[^\s<]+", html.unescape(page.text))
        assert len(set(links)) == 2
        assert "sms:+972501234567?body=" in page.text
        assert page.headers["Cache-Control"].startswith("no-store")
        assert enter(desk, links[0]) == 303
        assert desk.letters() == []


def test_all_ways_are_ended_at_once(desk: Desk, path: str) -> None:
    codes = codes_of(desk.post(f"{path}/sheet").data)
    desk.post(f"{path}/mail")
    mailed = re.search(r"https?://\S+", desk.letters()[1].text)[0]
    assert enter(desk, codes[0]) == 303
    desk.post(f"{path}/revoke")
    assert [enter(desk, link) for link in (*codes[1:], mailed)] == [410] * 3
    assert "no open link" in desk.client.get(path).text


def test_a_single_person_gets_a_link_without_a_letter_and_it_ends(desk: Desk, path: str) -> None:
    where = f"/people/{desk.find(PEOPLE[0][0]).id}/invitation"
    assert desk.post(f"{where}/link").location == where
    page = desk.client.get(where).text
    assert "Nothing was mailed" in page
    link = html.unescape(re.search(r'readonly value="([^"]+)"', page)[1])
    assert desk.letters() == []
    desk.post(f"{where}/end")
    assert "No link is open" in desk.client.get(where).text
    assert enter(desk, link) == 410
