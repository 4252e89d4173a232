"""Doors of the onboarding room."""

from app.onboarding import views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
ONE = f"/set-up/<{ID}:institution_id>"

room = Room("onboarding", __name__)
room.get("/set-up", views.listing, who=doors.coordinator)
room.get("/set-up/new", views.new, who=doors.administrator)
room.post("/set-up/new", views.add, who=doors.administrator)
room.get(ONE, views.show, who=doors.coordinator)
room.get(f"{ONE}/institution", views.institution_page, who=doors.coordinator)
room.post(f"{ONE}/institution", views.change_institution, who=doors.coordinator)
room.get(f"{ONE}/calendar", views.calendar_page, who=doors.coordinator)
room.post(f"{ONE}/calendar", views.add_span, who=doors.coordinator)
room.post(f"{ONE}/calendar/<{ID}:span_id>/remove", views.remove_span, who=doors.coordinator)
room.get(f"{ONE}/cohorts", views.cohorts_page, who=doors.coordinator)
room.post(f"{ONE}/cohorts", views.open_cohort, who=doors.coordinator)
