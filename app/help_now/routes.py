"""Doors that never ask who comes through."""

from app.help_now import views
from app.web import doors
from app.web.doors import Room

room = Room("help_now", __name__)
room.get("/help-now", views.show, who=doors.everybody)
room.get("/offline", views.offline, who=doors.everybody)
room.get("/away", views.away, who=doors.everybody)
room.get("/service-worker.js", views.service_worker, who=doors.everybody)
