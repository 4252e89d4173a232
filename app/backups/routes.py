"""Doors of backups: administrators read how they went; making and restoring is done at the console."""

from app.backups import views
from app.web import doors
from app.web.doors import Room

room = Room("backups", __name__)
room.get("/backups", views.show, who=doors.administrator)
