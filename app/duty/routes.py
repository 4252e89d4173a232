"""Doors of the duty phones."""

from app.duty import views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"

room = Room("duty", __name__)
room.get("/duty", views.posts, who=doors.coordinator)
room.get(f"/duty/institutions/<{ID}:institution_id>", views.of_institution, who=doors.coordinator)
room.post(f"/duty/institutions/<{ID}:institution_id>", views.set_for_institution, who=doors.coordinator)
room.get(f"/duty/cohorts/<{ID}:cohort_id>", views.of_cohort, who=doors.coordinator)
room.post(f"/duty/cohorts/<{ID}:cohort_id>", views.set_for_cohort, who=doors.coordinator)
room.post(f"/duty/contacts/<{ID}:contact_id>/confirm", views.confirm, who=doors.coordinator)
room.post(f"/duty/contacts/<{ID}:contact_id>/withdraw", views.withdraw, who=doors.coordinator)
