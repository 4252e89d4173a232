"""Doors of the quizzes room."""

from app.quizzes import regrading_views, reviews_views, staff_views, views
from app.web import doors
from app.web.doors import Room

LEARNER = "/learners/<int:enrolment_id>"
REGRADE = "/quizzes/<lesson_id>/regrade"
REVIEW = "/review/<lesson_id>/<question_id>"

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
room.get("/quizzes", regrading_views.lessons, who=doors.coordinator)
room.get(REGRADE, regrading_views.questions, who=doors.coordinator)
room.get(f"{REGRADE}/<question_id>", regrading_views.question, who=doors.coordinator, endpoint="regrade_question")
room.get(f"{REGRADE}/<question_id>/preview", regrading_views.preview, who=doors.coordinator)
room.post(f"{REGRADE}/<question_id>/preview", regrading_views.correct, who=doors.coordinator)
room.get("/review", reviews_views.practice, who=doors.learner)
room.post("/review/stop", reviews_views.stop, who=doors.learner)
room.get(REVIEW, reviews_views.question, who=doors.learner, endpoint="review_question")
room.post(REVIEW, reviews_views.answer, who=doors.learner, endpoint="review_answer")
room.post(f"{REVIEW}/later", reviews_views.later, who=doors.learner)
room.post(f"{REVIEW}/away", reviews_views.away, who=doors.learner)
room.post("/lessons/<lesson_id>/review", reviews_views.add, who=doors.learner, endpoint="review_add")
