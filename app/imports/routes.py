"""Doors of the imports room."""

from app.imports import inviting_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
ONE = f"/imports/<{ID}:import_id>"
LINE = f"{ONE}/lines/<{ID}:line_number>"

room = Room("imports", __name__)
room.get("/imports", views.listing, who=doors.coordinator)
room.get("/imports/new", views.new, who=doors.coordinator)
room.post("/imports/new", views.take_in, who=doors.coordinator)
room.get("/imports/sample", views.sample, who=doors.coordinator)
room.get(ONE, views.show, who=doors.coordinator, told=True)
room.post(f"{ONE}/apply", views.apply, who=doors.coordinator)
room.post(f"{ONE}/discard", views.discard, who=doors.coordinator)
room.post(f"{ONE}/undo", views.undo, who=doors.coordinator)
room.post(f"{ONE}/again", views.again, who=doors.coordinator)
room.post(f"{ONE}/leave-out", views.leave_problems_out, who=doors.coordinator)
room.get(LINE, views.line, who=doors.coordinator, told=True)
room.post(LINE, views.mend, who=doors.coordinator)
room.post(f"{LINE}/suggestion", views.take_suggestion, who=doors.coordinator)
room.post(f"{LINE}/leave-out", views.leave_out, who=doors.coordinator)
room.post(f"{LINE}/count", views.count_again, who=doors.coordinator)
room.post(f"{ONE}/mail", inviting_views.mail, who=doors.coordinator)
room.post(f"{ONE}/sheet", inviting_views.sheet, who=doors.coordinator, transaction=False)
room.post(f"{ONE}/links", inviting_views.hand_out, who=doors.coordinator)
room.post(f"{ONE}/revoke", inviting_views.revoke, who=doors.coordinator)
