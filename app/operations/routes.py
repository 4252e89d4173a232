"""Doors of operations: open to all, since machines knock; metrics look at who asks."""

from app.operations import views
from app.web import doors
from app.web.doors import Room

room = Room("operations", __name__)
room.get("/healthz", views.healthz, who=doors.anyone)
room.get("/readyz", views.readyz, who=doors.anyone)
room.get("/metrics", views.show_metrics, who=doors.anyone, endpoint="metrics")
