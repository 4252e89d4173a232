"""Doors of the scenarios room."""

from app.scenarios import request_views, views
from app.web import doors
from app.web.doors import Room

SCENARIO = "/lessons/<lesson_id>/scenario"
RUN = "/scenario-runs/<int:run_id>"
STEP = f"{RUN}/<int:number>"

room = Room("scenarios", __name__)
room.get(SCENARIO, views.intro, who=doors.signed_in)
room.post(SCENARIO, views.start, who=doors.learner)
room.get(f"{SCENARIO}/graph", views.graph, who=doors.signed_in)
room.post(f"{SCENARIO}/alternative", request_views.ask, who=doors.learner)
room.post(f"{SCENARIO}/alternative/back", request_views.take_back, who=doors.learner)
room.get(RUN, views.debrief, who=doors.learner)
room.get(STEP, views.scene, who=doors.learner)
room.post(STEP, views.choose, who=doors.learner)
room.post(f"{STEP}/again", views.try_again, who=doors.learner)
room.get("/scenario-requests", request_views.requests, who=doors.trainer)
room.post("/scenario-requests/<int:enrolment_id>/<lesson_id>", request_views.settle, who=doors.trainer)
