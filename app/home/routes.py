"""The front door."""

from app.home import views
from app.web import doors
from app.web.doors import Room

room = Room("home", __name__)
room.get("/", views.home, who=doors.anyone)
room.get("/staff", views.staff, who=doors.staff)
