"""Doors of the quizzes room."""

from app.quizzes import staff_views, views
from app.web import doors
from app.web.doors import Room

LEARNER = "/learners/<int:enrolment_id>"

room = Room("quizzes", __name__)
room.get("/lessons/<lesson_id>/quiz", views.intro, who=doors.signed_in)
room.post("/lessons/<lesson_id>/quiz", views.start, who=doors.learner)
room.get("/attempts/<int:attempt_id>", views.result, who=doors.learner)
room.get("/attempts/<int:attempt_id>/<int:number>", views.question, who=doors.learner)
room.post("/attempts/<int:attempt_id>/<int:number>", views.answer, who=doors.learner)
room.get("/attempts/<int:attempt_id>/hand-in", views.hand_in_page, who=doors.learner)
room.post("/attempts/<int:attempt_id>/hand-in", views.hand_in, who=doors.learner)
room.get(f"{LEARNER}/quizzes", staff_views.learner, who=doors.trainer)
room.post(f"{LEARNER}/quiz-time", staff_views.set_time, who=doors.coordinator)
room.get(f"{LEARNER}/quizzes/<lesson_id>", staff_views.opening, who=doors.coordinator)
room.post(f"{LEARNER}/quizzes/<lesson_id>", staff_views.give, who=doors.coordinator)
