"""Doors of the cards: what is content is open to everybody."""

from app.cards import views
from app.web import doors
from app.web.doors import Room

room = Room("cards", __name__)
room.get("/never", views.never, who=doors.anyone)
room.get("/worried", views.worried, who=doors.anyone)
room.get("/before-visit", views.before_visit, who=doors.signed_in)
room.get("/emergency-card", views.emergency_card, who=doors.anyone)
room.get("/emergency-card/pdf", views.emergency_card_on_paper, who=doors.anyone)
