"""Doors of the sittings: whoever is signed in, and inside only their own."""

from app.sittings import journal_views, kept_views, views
from app.web import doors
from app.web.doors import Room

EXERCISE = "/practice/exercises/<exercise_id>"
SITTING = "/practice/sittings/<int:sitting_id>"
JOURNAL = "/practice/journal"

room = Room("sittings", __name__)
room.get("/practice", views.this_week, who=doors.signed_in)
room.get("/practice/kept", kept_views.kept, who=doors.signed_in)
room.get(EXERCISE, views.exercise, who=doors.signed_in)
room.post(f"{EXERCISE}/begin", views.begin, who=doors.signed_in)
room.get(SITTING, views.sitting, who=doors.signed_in)
room.post(SITTING, views.keep, who=doors.signed_in)
room.get(f"{SITTING}/stop", views.stopping, who=doors.signed_in)
room.post(f"{SITTING}/forget", journal_views.forget, who=doors.signed_in)
room.get(JOURNAL, journal_views.journal, who=doors.signed_in)
room.post(f"{JOURNAL}/forget", journal_views.forget_all, who=doors.signed_in)
room.get(f"{JOURNAL}/<any(json, html):kind>", journal_views.download, who=doors.signed_in)
