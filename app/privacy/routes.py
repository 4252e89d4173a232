"""Doors of the privacy room."""

from app.privacy import statement_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"

room = Room("privacy", __name__)
room.get("/privacy", views.privacy, who=doors.anyone)
room.get("/accessibility", views.accessibility, who=doors.anyone)
room.get("/privacy/notice", views.notice, who=doors.signed_in)
room.post("/privacy/notice", views.read_notice, who=doors.signed_in)
room.get("/privacy/consent", views.consent, who=doors.signed_in)
room.post("/privacy/consent", views.answer_consent, who=doors.signed_in)

room.get("/privacy/statements", statement_views.statements, who=doors.coordinator)
room.get(f"/privacy/statements/<{ID}:institution_id>", statement_views.statement, who=doors.coordinator)
room.post(f"/privacy/statements/<{ID}:institution_id>", statement_views.keep_statement, who=doors.coordinator)
