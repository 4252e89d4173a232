"""Doors of the access review."""

from app.access_review import views
from app.web import doors
from app.web.doors import Room

room = Room("access_review", __name__)
room.get("/access-review", views.index, who=doors.coordinator)
for prefix, name, who in (
    ("/access-review/national", "nation", doors.administrator),
    ("/access-review/institutions/<int:institution_id>", "institution", doors.coordinator),
):
    room.get(prefix, views.show, who=who, endpoint=name, told=True)
    room.get(f"{prefix}/csv", views.as_csv, who=who, endpoint=f"{name}_csv")
    room.get(f"{prefix}/xlsx", views.as_workbook, who=who, endpoint=f"{name}_xlsx")
    room.post(f"{prefix}/reviewed", views.review, who=who, endpoint=f"{name}_reviewed")
    room.post(f"{prefix}/grants/<int:grant_id>/end", views.end_role, who=who, endpoint=f"{name}_end")
