"""Doors of the hours room."""

from app.hours import views
from app.web import doors
from app.web.doors import Room

room = Room("hours", __name__)
room.get("/hours", views.own, who=doors.signed_in)
room.get("/hours/<int:enrolment_id>", views.of_learner, who=doors.signed_in, told=True)
room.get("/hours/<int:enrolment_id>/rows", views.rows, who=doors.signed_in, told=True)
