"""Doors of the evaluation."""

from app.evaluation import views
from app.web import doors
from app.web.doors import Room

room = Room("evaluation", __name__)
room.get("/evaluation", views.show, who=doors.evaluator, endpoint="evaluation")
