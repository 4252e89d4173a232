"""Doors of the merging room."""

from app.merging import views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
PAIR = f"/people/<{ID}:person_id>/merge/<{ID}:gone_id>"

room = Room("merging", __name__)
room.get("/people/merge", views.choose, who=doors.administrator)
room.post("/people/merge", views.find, who=doors.administrator)
room.get(PAIR, views.show, who=doors.administrator, told=True)
room.post(PAIR, views.merge, who=doors.administrator)
