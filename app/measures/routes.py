"""Doors of the measures. Whatever becomes of one has one address, so that logs tell nothing of what was answered."""

from app.measures import taking_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
MEASURE = f"/measures/<{ID}:measure_id>"

room = Room("measures", __name__)
room.get("/measures", views.listing, who=doors.signed_in, endpoint="listing")
room.get("/measures/new", taking_views.new, who=doors.learner, endpoint="new")
room.post("/measures/new", taking_views.create, who=doors.learner)
room.get(MEASURE, views.show, who=doors.signed_in, endpoint="measure")
room.post(MEASURE, views.act, who=doors.signed_in)
room.get(f"{MEASURE}/edit", taking_views.edit, who=doors.learner)
room.post(f"{MEASURE}/edit", taking_views.change, who=doors.learner)
room.get(f"/cases/<{ID}:case_id>/measures", views.of_case, who=doors.signed_in, endpoint="of_case")
