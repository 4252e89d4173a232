"""Doors of the accounts room."""

from app.accounts import views
from app.web import doors
from app.web.doors import Room

room = Room("accounts", __name__)
room.get("/sign-in", views.sign_in_page, who=doors.anyone)
room.post("/sign-in", views.sign_in, who=doors.anyone, transaction=False)
room.post("/sign-out", views.sign_out, who=doors.signed_in)
