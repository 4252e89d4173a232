"""Doors of the hand-overs and of the directory of receivers."""

from app.handovers import offer_views, receiver_views, views
from app.web import doors
from app.web.doors import Room

HANDOVER = "/handovers/<int(max=2147483647):handover_id>"
RECEIVER = "/receivers/<int(max=2147483647):receiver_id>"
OFFER = "/cases/<int(max=2147483647):case_id>/hand-over"

room = Room("handovers", __name__)
room.get("/handovers", views.listing, who=doors.signed_in)
room.get(HANDOVER, views.show, who=doors.signed_in)
room.post(f"{HANDOVER}/answer", views.answer, who=doors.signed_in)
room.post(f"{HANDOVER}/progress", views.progress, who=doors.signed_in)
room.post(f"{HANDOVER}/withdraw", views.withdraw, who=doors.signed_in)
room.get(OFFER, offer_views.new, who=doors.learner)
room.post(OFFER, offer_views.offer, who=doors.learner)
room.get("/receivers", receiver_views.receivers, who=doors.coordinator)
room.get("/receivers/new", receiver_views.new_receiver, who=doors.coordinator)
room.post("/receivers/new", receiver_views.add_receiver, who=doors.coordinator)
room.get(RECEIVER, receiver_views.show_receiver, who=doors.coordinator)
room.post(RECEIVER, receiver_views.change_receiver, who=doors.coordinator)
