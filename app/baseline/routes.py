"""Doors of the baseline."""

from app.baseline import views
from app.web import doors
from app.web.doors import Room

room = Room("baseline", __name__)
room.get("/baseline", views.show, who=doors.learner, endpoint="baseline")
room.post("/baseline", views.act, who=doors.learner)
