"""The emergency card on paper: its size, all of its words, nothing beyond its edge, and a code that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
import segno
from flask import Flask
from pypdf import PdfReader

from app.cards import codes
from app.cards import paper_presenters as printed
from app.catalogue.types import LANGUAGES, Catalogue
from app.duty.phones import DutyPhone, Line
from app.papers.service import draw
from tests.support.papers import lost, pages_of
from tests.support.school import School

A6, A4 = (297.6, 419.5), (595.3, 841.9)
EDGE = 14  # points: a little less than the margin of 6 mm, since letters hang below their line
SMALLEST = 7.5
URL = "https://kelim.example.org"
LONG = "Somebody with a rather long name and role, who is on duty for the whole of the north"
DUTY = DutyPhone(
    institution={"en": "Place"},
    cohorts=(),
    lines=(Line(LONG, "+972-50-000-0000", "+972500000000"), Line(LONG, "050-000-0001", "0500000001")),
    hours=dict.fromkeys(LANGUAGES, "Sunday to Thursday from eight in the morning until ten at night; else the back-up"),
    is_confirmed=False,
)


@pytest.fixture
def app(school: School) -> Iterator[Flask]:
    with school.app.test_request_context():
        yield school.app


def card(real: Catalogue, form: printed.Form, duty: DutyPhone | None = None) -> bytes:
    assert real.cards is not None
    edition = printed.Edition(real, real.cards, 7, URL, date(2026, 11, 22), duty)
    content = printed.data(edition, printed.order(form), on_a_sheet=form.on_a_sheet)
    return draw("cards/emergency", content, language=form.language, title="Card")


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width), 1), round(float(box.height), 1)) for box in boxes]


def pieces(pdf: bytes) -> list[tuple[float, float, float]]:
    """x, y and size of each piece of text."""
    found: list[tuple[float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((x, y, size * abs(tm[3] * cm[3])))

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("duty", [None, DUTY], ids=["blank", "long names"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_two_sides_with_every_word_and_nothing_beyond_its_edge(
    app: Flask, real: Catalogue, language: str, duty: DutyPhone | None
):
    pdf = card(real, printed.Form(language, in_all=False, on_a_sheet=False), duty)
    assert sizes(pdf) == [A6, A6]
    cards = real.cards
    assert cards is not None
    numbers = [real.contacts[one].phone for one in (*cards.danger.contacts, *cards.talk.contacts)]
    texts = [cards.danger.text, cards.talk.text, cards.unwatched, *(step.text for step in cards.steps)]
    texts += [step.title for step in cards.steps] + list(real.never_short.values())
    assert not lost(" ".join([*numbers, *real.never_short, *(text[language] for text in texts)]), pdf)
    for x, y, size in pieces(pdf):
        assert EDGE <= x <= A6[0] - EDGE
        assert EDGE <= y <= A6[1] - EDGE
        assert size >= SMALLEST - 0.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_the_biggest_thing_on_it(app: Flask, real: Catalogue, language: str):
    sized = [size for _, _, size in pieces(card(real, printed.Form(language, in_all=False, on_a_sheet=False), DUTY))]
    assert max(sized) >= 26


def test_all_languages_make_six_sides_with_the_readers_first(app: Flask, real: Catalogue):
    pdf = card(real, printed.Form("ar", in_all=True, on_a_sheet=False))
    assert sizes(pdf) == [A6] * 6
    assert real.cards is not None
    pages = pages_of(pdf)
    assert real.cards.emergency_title["en"] in pages[4]
    assert real.never_short["N1"]["en"] in pages[5]
    assert [real.never_short["N1"]["en"] in page for page in pages[:4]] == [False] * 4


def test_backs_lie_behind_their_fronts_when_the_sheet_is_turned(app: Flask, real: Catalogue):
    form = printed.Form("en", in_all=True, on_a_sheet=True)
    assert printed.order(form) == ("en", "he", "ar", "en")
    pdf = card(real, form)
    assert sizes(pdf) == [A4, A4]
    assert real.cards is not None
    front, back = (
        corners(pdf, number, words)
        for number, words in ((0, real.cards.steps[5].text["en"]), (1, real.never_short["N14"]["en"]))
    )
    assert front == {("left", "top"), ("right", "bottom")}
    assert back == {("right", "top"), ("left", "bottom")}


def corners(pdf: bytes, number: int, words: str) -> set[tuple[str, str]]:
    """Where on the sheet the first word of a sentence stands."""
    found = set()

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if words in text:
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.add(("left" if x < A4[0] / 2 else "right", "top" if y > A4[1] / 2 else "bottom"))

    PdfReader(BytesIO(pdf)).pages[number].extract_text(visitor_text=visit)
    return found


def test_the_code_holds_the_public_address_and_nothing_else():
    address = codes.help_address("https://kelim.example.org/", "he")
    assert address == "https://kelim.example.org/help-now?lang=he"
    wanted = segno.make_qr(address, error="m", boost_error=False).matrix
    assert codes.rows(address) == tuple("".join(map(str, row)) for row in wanted)
    assert codes.path(address).count("h1v1h-1z") == sum(map(sum, wanted))
    assert codes.path(address).startswith(f"M{codes.QUIET} {codes.QUIET}h1")


def test_the_paper_of_a_learner_holds_their_number_and_nobody_elses_name(carded: School):
    path = f"/duty/institutions/{carded.institution_id}"
    form = {"name": "On duty", "phone": "02-000-0009", "hours_en": "Always", "version": "0"}
    assert carded.post(carded.client(carded.staff("coordinator")), path, **form).status_code == 303
    answer = carded.client(carded.learner(name="Rana Innermost")[0]).get("/emergency-card/pdf?lang=en")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    front, back = pages_of(answer.data)
    assert "02-000-0009" in front
    assert "Innermost" not in front + back
    blank = pages_of(carded.client().get("/emergency-card/pdf?lang=en").data)[0]
    assert "02-000-0009" not in blank
    assert "My coordinator" in blank


@pytest.mark.parametrize(
    ("query", "count", "size"),
    [
        ("", 2, A6),
        ("?languages=all", 6, A6),
        ("?paper=a4", 2, A4),
        ("?paper=a4&languages=all", 2, A4),
        ("?paper=x&languages=%00", 2, A6),
    ],
)
def test_what_is_asked_for_is_drawn_and_anything_else_is_one_card(
    carded: School, query: str, count: int, size: tuple[float, float]
):
    assert sizes(carded.client().get(f"/emergency-card/pdf{query}").data) == [size] * count
