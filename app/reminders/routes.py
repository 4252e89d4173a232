"""Doors of reminders."""

from app.reminders import feed_views, link_views, views
from app.web import doors
from app.web.doors import Room

OWN = "/practice/reminders"

room = Room("reminders", __name__)
room.get(OWN, views.own, who=doors.signed_in)
room.post(OWN, views.choose, who=doors.signed_in)
room.post(f"{OWN}/calendar", views.make_address, who=doors.signed_in)
room.post(f"{OWN}/calendar/end", views.end_address, who=doors.signed_in)
room.get("/reminders/off/<off_token>", link_views.show, who=doors.anyone)
room.post("/reminders/off/<off_token>", link_views.turn_off, who=doors.anyone)
room.post("/reminders/on/<off_token>", link_views.turn_on, who=doors.anyone)
room.get("/calendar/<feed_token>.ics", feed_views.show, who=doors.everybody, endpoint="feed")
