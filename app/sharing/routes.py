"""Doors of sharing: a sheet is everybody's, and asks nobody who they are; noting is whoever practises alone."""

from app.sharing import views
from app.web import doors
from app.web.doors import Room

SHARE = "/practice/exercises/<exercise_id>/share"

room = Room("sharing", __name__)
room.get("/sheets/<exercise_id>", views.sheet, who=doors.everybody)
room.get(SHARE, views.share, who=doors.learner)
room.post(SHARE, views.note, who=doors.learner)
room.post(f"{SHARE}/forget", views.forget, who=doors.learner)
