"""Doors of the learner's pages."""

from app.learning import glossary_views, media_views, views
from app.web import doors
from app.web.doors import Room

room = Room("learning", __name__)
room.get("/programmes", views.programmes, who=doors.signed_in)
room.get("/programmes/<programme_id>", views.programme, who=doors.signed_in)
room.get("/lessons/<lesson_id>", views.lesson, who=doors.signed_in)
room.post("/lessons/<lesson_id>/steps/<step_id>", views.do_step, who=doors.learner)
room.get("/glossary", glossary_views.show, who=doors.signed_in, endpoint="glossary")
room.get("/media/<digest>.<suffix>", media_views.show, who=doors.signed_in, endpoint="media")
