"""Doors of private writing."""

from app.reflections import views
from app.web import doors
from app.web.doors import Room

room = Room("reflections", __name__)
room.post("/lessons/<lesson_id>/reflections/<prompt_id>", views.keep, who=doors.learner)
