"""Doors of supervision, and of a case's own page."""

from app.supervision import arranging_views, case_views, line_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
SESSION = f"/supervision/<{ID}:supervision_id>"
CASE_LINE = f"{SESSION}/cases/<{ID}:case_id>"
GENERAL_LINE = f"{SESSION}/people/<{ID}:enrolment_id>"
CASE = f"/cases/<{ID}:case_id>"

room = Room("supervision", __name__)
room.get("/supervision", views.index, who=doors.signed_in)
room.get("/supervision/new", arranging_views.new, who=doors.signed_in)
room.post("/supervision/new", arranging_views.create, who=doors.signed_in)
room.get(SESSION, views.show, who=doors.signed_in, endpoint="session")
room.get(f"{SESSION}/edit", arranging_views.edit, who=doors.signed_in)
room.post(f"{SESSION}/edit", arranging_views.change, who=doors.signed_in)
room.post(f"{SESSION}/cancel", views.cancel, who=doors.signed_in)
room.post(f"{SESSION}/absent", views.absent, who=doors.signed_in)
room.post(f"{SESSION}/sign", views.sign, who=doors.signed_in)
room.post(f"{SESSION}/return", views.give_back, who=doors.signed_in)
room.post(f"{SESSION}/go-on", line_views.go_on, who=doors.signed_in)
room.get(CASE_LINE, line_views.case, who=doors.signed_in, endpoint="case_line")
room.post(CASE_LINE, line_views.decide_case, who=doors.signed_in)
room.get(GENERAL_LINE, line_views.general, who=doors.signed_in, endpoint="general_line")
room.post(GENERAL_LINE, line_views.decide_general, who=doors.signed_in)
room.post(f"/supervision/items/<{ID}:item_id>/tick", line_views.tick, who=doors.signed_in)
room.get(CASE, case_views.show, who=doors.signed_in, endpoint="case")
room.post(f"{CASE}/ask", case_views.ask, who=doors.learner)
