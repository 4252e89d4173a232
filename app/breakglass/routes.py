"""Doors of break-glass."""

from app.breakglass import views
from app.web import doors
from app.web.doors import Room

GLASS = "/break-glass/<int(max=2147483647):glass_id>"
LEARNER = "/learners/<int(max=2147483647):enrolment_id>/break-glass"

room = Room("breakglass", __name__)
room.get("/break-glass", views.listing, who=doors.coordinator, endpoint="uses")
room.get(LEARNER, views.ask, who=doors.coordinator)
room.post(LEARNER, views.open_it, who=doors.coordinator)
room.get(GLASS, views.show, who=doors.signed_in, endpoint="use")
room.post(f"{GLASS}/close", views.close, who=doors.coordinator)
room.get("/who-looked", views.about_me, who=doors.signed_in)
