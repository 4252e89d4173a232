"""Doors of the enrolment room."""

from app.enrolment import views
from app.web import doors
from app.web.doors import Room

room = Room("enrolment", __name__)
room.get("/people/invite", views.invite_page, who=doors.coordinator)
room.post("/people/invite", views.invite, who=doors.coordinator)
room.get("/people/<int(max=2147483647):person_id>/invitation", views.invitation_page, who=doors.coordinator)
room.post("/people/<int(max=2147483647):person_id>/invitation", views.invite_again, who=doors.coordinator)
room.post("/people/<int(max=2147483647):person_id>/invitation/link", views.hand_over, who=doors.coordinator)
room.post("/people/<int(max=2147483647):person_id>/invitation/end", views.end_links, who=doors.coordinator)
