"""Doors of the privacy room."""

from app.privacy import mine_views, request_views, statement_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"

room = Room("privacy", __name__)
room.get("/privacy", views.privacy, who=doors.anyone)
room.get("/privacy/retention", views.show_retention, who=doors.anyone)
room.get("/accessibility", views.accessibility, who=doors.anyone)
room.get("/privacy/notice", views.notice, who=doors.signed_in)
room.post("/privacy/notice", views.read_notice, who=doors.signed_in)
room.get("/privacy/consent", views.consent, who=doors.signed_in)
room.post("/privacy/consent", views.answer_consent, who=doors.signed_in)

room.get("/privacy/statements", statement_views.statements, who=doors.coordinator)
SERVICE = "/privacy/statements/service"
room.get(SERVICE, statement_views.statement, who=doors.administrator, endpoint="service_statement")
room.post(SERVICE, statement_views.keep_statement, who=doors.administrator, endpoint="keep_service_statement")
room.get(f"/privacy/statements/<{ID}:institution_id>", statement_views.statement, who=doors.coordinator)
room.post(f"/privacy/statements/<{ID}:institution_id>", statement_views.keep_statement, who=doors.coordinator)

MINE = "/privacy/mine"
room.get(MINE, mine_views.mine, who=doors.signed_in)
room.get(f"{MINE}/copy", mine_views.copy_page, who=doors.signed_in)
room.post(f"{MINE}/copy", mine_views.ask_copy, who=doors.signed_in, transaction=False)
room.post(f"{MINE}/copy/fetch", mine_views.fetch_copy, who=doors.signed_in)
room.get(f"{MINE}/correction", mine_views.correction_page, who=doors.signed_in)
room.post(f"{MINE}/correction", mine_views.ask_correction, who=doors.signed_in)
room.get(f"{MINE}/erasure", mine_views.erasure_page, who=doors.signed_in)
room.post(f"{MINE}/erasure", mine_views.ask_erasure, who=doors.signed_in, transaction=False)
room.post(f"{MINE}/erasure/withdraw", mine_views.withdraw_erasure, who=doors.signed_in)

room.get("/privacy/requests", request_views.requests, who=doors.coordinator)
room.get(f"/privacy/corrections/<{ID}:correction_id>", request_views.correction, who=doors.coordinator)
room.post(f"/privacy/corrections/<{ID}:correction_id>", request_views.answer_correction, who=doors.coordinator)
room.get(f"/people/<{ID}:person_id>/erase", request_views.erase_page, who=doors.administrator)
room.post(f"/people/<{ID}:person_id>/erase", request_views.ask_for, who=doors.administrator)
room.post(f"/privacy/requests/<{ID}:request_id>/confirm", request_views.confirm, who=doors.administrator)
room.post(f"/privacy/requests/<{ID}:request_id>/withdraw", request_views.withdraw, who=doors.administrator)
