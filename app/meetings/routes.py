"""Doors of the meetings room."""

from app.meetings import roll_views, task_views, views
from app.web import doors
from app.web.doors import Room

COHORT = "/cohorts/<int:cohort_id>/meetings"
MEETING = "/meetings/<int:meeting_id>"
NEW_TASK = "/learners/<int:enrolment_id>/make-up/<lesson_id>"
TASK = "/make-up/<int:task_id>"

room = Room("meetings", __name__)
room.get("/meetings", views.own, who=doors.signed_in)
room.get(COHORT, views.of_cohort, who=doors.trainer)
room.get(f"{COHORT}/new", views.new, who=doors.trainer)
room.post(f"{COHORT}/new", views.schedule, who=doors.trainer)
room.get(MEETING, views.show, who=doors.signed_in)
room.get(f"{MEETING}/edit", views.edit, who=doors.trainer)
room.post(f"{MEETING}/edit", views.change, who=doors.trainer)
room.post(f"{MEETING}/cancel", views.cancel, who=doors.trainer)
room.get(f"{MEETING}/roll", roll_views.show, who=doors.trainer, endpoint="roll", told=True)
room.post(f"{MEETING}/roll", roll_views.send, who=doors.trainer, endpoint="send_roll")
room.get(NEW_TASK, task_views.new, who=doors.trainer, endpoint="new_task")
room.post(NEW_TASK, task_views.create, who=doors.trainer, endpoint="set_task")
room.get(TASK, task_views.show, who=doors.signed_in, endpoint="task")
room.post(f"{TASK}/hand-in", task_views.hand_in, who=doors.learner)
room.post(f"{TASK}/accept", task_views.accept, who=doors.trainer)
room.post(f"{TASK}/return", task_views.give_back, who=doors.trainer)
room.post(f"{TASK}/withdraw", task_views.withdraw, who=doors.trainer)
