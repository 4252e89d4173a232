"""Doors of operations: open to all, since machines knock; metrics look at who asks."""

from app.operations import views
from app.web import doors
from app.web.doors import Room

room = Room("operations", __name__)
room.get("/healthz", views.healthz, who=doors.everybody)
room.get("/readyz", views.readyz, who=doors.everybody)
room.get("/health/details", views.details, who=doors.everybody)
room.get("/metrics", views.show_metrics, who=doors.everybody, endpoint="metrics")
