"""`curriculum/calendars/*.yaml` → the calendar of a year: semesters, days of every community, anchors, quiet days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from app.catalogue.exercise_types import CalendarDay, Stretch, YearCalendar
from app.catalogue.findings import Place
from app.catalogue.places import Places
from app.catalogue.plans import week_span
from app.catalogue.yaml_records import Record, Value

CALENDARS = "curriculum/calendars/"
DAY_KINDS = ("holiday", "memorial", "fasting")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_STRETCHES: dict[str, Literal["semester", "exams", "summer", "recess"]] = {
    "semesters": "semester",
    "exam_periods": "exams",
    "summer": "summer",
    "recesses": "recess",
}
_WANTED = ("id", "title", "cohort", "weeks_start", "anchors", "quiet", "holidays")
_DAY = ("id", "title", "starts", "ends", "week", "kind")
_DAY_MORE = ("evening_before", "quiet", "approximate", "traditions")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NO_DAY = date(2000, 1, 2)
_WEEK = timedelta(weeks=1)


def read_calendar(path: str, value: Value, places: Places) -> YearCalendar:
    """Reports what is wrong at its line and leaves something harmless instead."""
    return _Reader(path, value, places).calendar()


class _Reader:
    def __init__(self, path: str, value: Value, places: Places) -> None:
        self.path, self.places, self.report = path, places, places.report
        self.record = value.record(tuple(_STRETCHES), _WANTED)
        self.seen: dict[str, Place] = {}
        self.start = self._start()

    def calendar(self) -> YearCalendar:
        record, quiet = self.record, self._quiet()
        weekly = [value.record(("id", "title"), ("weekday", "evening_before")) for value in _items(quiet, "weekly")]
        return YearCalendar(
            id=self._identifier(),
            title=record.words("title"),
            stretches=tuple(self._stretches()),
            days=tuple(map(self._day, record.items("holidays"))),
            anchors=dict(map(self._anchor, record.items("anchors"))),
            quiet_weekdays=tuple(WEEKDAYS.index(one.choice("weekday", WEEKDAYS)) for one in weekly),
            weekly_begins_evening_before=any(one.truth("evening_before") for one in weekly),
            is_quiet_in_alert=quiet.truth("during_alerts", True) if quiet else True,
        )

    def _identifier(self) -> str:
        identifier, place = self.record.required_text("id"), self.record.place_of("id")
        if f"{CALENDARS}{identifier}.yaml" != self.path:
            self.report.error(place, "id-and-name", f'the file of "{identifier[:60]}" is named otherwise')
        self.places.put(f"calendar:{identifier}", place)
        self.record.choice("weeks_start", ("sunday",))
        return identifier

    def _start(self) -> date:
        if "cohort" not in self.record.fields:
            return _NO_DAY
        cohort = self.record.fields["cohort"].record((), ("start", "weeks"))
        start = self._date(cohort, "start")
        if start.weekday() != WEEKDAYS.index("sunday"):
            self.report.error(cohort.place_of("start"), "bad-date", f"weeks begin on Sunday; {start} is none")
        return start

    def _quiet(self) -> Record | None:
        """`holidays` and `personal_days` say what always holds, for whoever reads the file."""
        if "quiet" not in self.record.fields:
            return None
        quiet = self.record.fields["quiet"].record(("weekly", "holidays", "during_alerts", "personal_days"))
        quiet.choice("holidays", ("all",))
        quiet.choice("personal_days", ("true",))
        return quiet

    # days

    def _date(self, record: Record, key: str) -> date:
        text = record.text(key)
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            if key in record.fields:
                message = f'a day such as 2027-05-04 is wanted, not "{text[:40]}"'
                self.report.error(record.place_of(key), "bad-date", message)
            return _NO_DAY

    def _span(self, record: Record) -> tuple[date, date]:
        starts, ends = self._date(record, "starts"), self._date(record, "ends")
        if ends < starts:
            self.report.error(record.place_of("ends"), "bad-date", f"it ends on {ends}, before it starts on {starts}")
        return starts, ends

    def _take(self, record: Record) -> str:
        identifier, place = record.required_text("id"), record.place_of("id")
        self.places.check_id(identifier, place)
        if identifier in self.seen:
            message = f'the id "{identifier}" stands at line {self.seen[identifier].line} already'
            self.report.error(place, "duplicate-id", message)
        self.seen.setdefault(identifier, place)
        return identifier

    def _week_of(self, day: date) -> int:
        return (day - self.start) // _WEEK + 1

    def _check_weeks(self, place: Place, said: tuple[int, ...], days: tuple[date, ...]) -> None:
        wanted = tuple(map(self._week_of, days))
        if said != wanted:
            message = f"these days lie in week {'–'.join(map(str, wanted))} of the year that starts on {self.start}"
            self.report.error(place, "calendar-week", message)

    def _stretches(self) -> Iterator[Stretch]:
        for key, kind in _STRETCHES.items():
            for value in self.record.items(key):
                record = value.record(("optional",), ("id", "title", "starts", "ends", "weeks"))
                starts, ends = self._span(record)
                self._check_weeks(record.place_of("weeks"), week_span(record), (starts, ends))
                yield Stretch(
                    id=self._take(record),
                    kind=kind,
                    title=record.words("title"),
                    starts=starts,
                    ends=ends,
                    is_optional=record.truth("optional"),
                )

    def _day(self, value: Value) -> CalendarDay:
        record = value.record(_DAY_MORE, _DAY)
        starts, ends = self._span(record)
        self._check_weeks(record.place_of("week"), (record.integer("week"),), (starts,))
        return CalendarDay(
            id=self._take(record),
            title=record.words("title"),
            starts=starts,
            ends=ends,
            kind=record.choice("kind", DAY_KINDS),
            is_quiet=record.truth("quiet", True),
            begins_evening_before=record.truth("evening_before"),
            is_approximate=record.truth("approximate"),
            traditions=record.texts("traditions"),
        )

    def _anchor(self, value: Value) -> tuple[str, date]:
        record = value.record((), ("id", "week_of"))
        return record.required_text("id"), self._date(record, "week_of")


def _items(record: Record | None, key: str) -> list[Value]:
    return record.items(key) if record else []
