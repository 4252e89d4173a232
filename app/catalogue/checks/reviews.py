"""What a person still has to look at: reviews pending or overdue, numbers that nobody has called, empty sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.catalogue.findings import Place
from app.catalogue.reader import Reading
from app.core import clock

STALE = timedelta(days=180)  # product rule 3: after that, verify again


def check(reading: Reading) -> None:
    today = clock.today()
    for found in reading.pages:
        for bundle in found.bundles.values():
            record = bundle.source.record
            if record is None:
                continue
            pending = [name for name, state in record.mapping("reviewed").items() if state == "pending"]
            if pending:
                message = f"not reviewed yet: {', '.join(pending)}"
                reading.report.warning(record.place_of("reviewed"), "review-pending", message)
            for name, state in record.mapping("reviewed").items():
                if state != "pending":
                    _day(state, record.place_of("reviewed"), f"the review “{name}”", reading)
            if record.has("review_due"):
                due = _day(record.text("review_due"), record.place_of("review_due"), "review_due", reading)
                if due and due < today:
                    reading.report.warning(
                        record.place_of("review_due"), "review-overdue", f"was to be reviewed by {due}"
                    )
    _lists(reading)
    _contacts(today, reading)
    _sources(reading)


def _lists(reading: Reading) -> None:
    _list(reading.catalogue.glossary_reviewed, reading.places.of("glossary:reviewed"), reading)
    for portfolio in [*reading.catalogue.portfolios.values()][:1]:  # all of them stand in one file
        _list(portfolio.reviewed, reading.places.of("portfolios:reviewed"), reading)
    for name, whole in (("rubric", reading.catalogue.rubric), ("cards", reading.catalogue.cards)):
        if whole is not None:
            _list(whole.reviewed, reading.places.of(f"{name}:reviewed"), reading)


def _list(reviewed: Mapping[str, str], place: Place, reading: Reading) -> None:
    pending = [name for name, state in reviewed.items() if state == "pending"]
    if pending:
        reading.report.warning(place, "review-pending", f"not reviewed yet: {', '.join(pending)}")
    for name, state in reviewed.items():
        if state != "pending":
            _day(state, place, f"the review “{name}”", reading)


def _day(text: str, place: Place, what: str, reading: Reading) -> date | None:
    """Reviews are dated, with a name behind the day if wanted: `2027-05-01 R. Cohen`."""
    try:
        return date.fromisoformat(text.split()[0] if text else "")
    except ValueError:
        reading.report.error(place, "bad-date", f'{what} begins with a day such as 2027-05-01, not "{text[:40]}"')
        return None


def _contacts(today: date, reading: Reading) -> None:
    for contact in reading.catalogue.contacts.values():
        place = reading.places.of(f"contact:{contact.id}")
        if not contact.verified_on or not contact.verified_by:
            message = f'nobody of an institution has confirmed "{contact.id}"'
            reading.report.warning(
                place, "contact-unverified", message, "call it, then fill verified_on and verified_by"
            )
            continue
        day = _day(contact.verified_on, place, "verified_on", reading)
        if day and today - day > STALE:
            message = f'"{contact.id}" was confirmed on {day}, more than {STALE.days} days ago'
            reading.report.warning(place, "contact-stale", message)


def _sources(reading: Reading) -> None:
    used = {key for lesson in reading.catalogue.lessons.values() for key in lesson.sources}
    used |= {key for exercise in reading.catalogue.exercises.values() for key in exercise.sources}
    for key in sorted(used & set(reading.catalogue.sources)):
        if not reading.catalogue.sources[key].title:
            place = reading.places.of(f"source:{key}")
            reading.report.warning(place, "source-incomplete", f'the source "{key}" is cited and has no title')
