"""Doors of the trail."""

from app.trail import views
from app.web import doors
from app.web.doors import Room

room = Room("trail", __name__)
room.get("/trail", views.search, who=doors.coordinator)
