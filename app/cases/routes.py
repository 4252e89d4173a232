"""Doors of the cases."""

from app.cases import setting_views, views
from app.web import doors
from app.web.doors import Room

CASE = "/cases/<int(max=2147483647):case_id>"
SETTING = "/institutions/<int(max=2147483647):institution_id>/case-data"

room = Room("cases", __name__)
room.get("/cases", views.listing, who=doors.learner)
room.get("/cases/new", views.new, who=doors.learner)
room.post("/cases/new", views.create, who=doors.learner)
room.post(f"{CASE}/close", views.close, who=doors.learner)
room.post(f"{CASE}/reopen", views.reopen, who=doors.learner)
room.get(SETTING, setting_views.show, who=doors.coordinator, endpoint="setting")
room.post(SETTING, setting_views.change, who=doors.coordinator)
