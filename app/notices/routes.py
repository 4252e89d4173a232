"""Doors of the notices room."""

from app.notices import views
from app.web import doors
from app.web.doors import Room

room = Room("notices", __name__)
room.get("/notices", views.notices, who=doors.signed_in, endpoint="list")
room.post("/notices/seen", views.see_all, who=doors.signed_in)
room.post("/notices/<int(max=2147483647):notice_id>/open", views.open_notice, who=doors.signed_in)
