"""Doors of the marking room."""

from app.marking import agreement_views, answer_views, comment_views, views
from app.web import doors
from app.web.doors import Room

TASK = "/marking/<int(max=2147483647):marking_id>"
OWN = "/attempts/<int:attempt_id>/<int:number>/written"
COMMENTS = "/marking/comments"

room = Room("marking", __name__)
room.get("/marking", views.queue, who=doors.trainer)
room.get(TASK, views.show, who=doors.trainer, endpoint="task")
room.post(TASK, views.save, who=doors.trainer)
room.post(f"{TASK}/comment", views.put_in, who=doors.trainer, transaction=False)
room.post(f"{TASK}/alone", views.go_alone, who=doors.coordinator)
room.get(COMMENTS, comment_views.show, who=doors.trainer, endpoint="comments")
room.post(COMMENTS, comment_views.add, who=doors.trainer, endpoint="add_comment")
room.post(
    f"{COMMENTS}/<int(max=2147483647):comment_id>/retire", comment_views.retire, who=doors.trainer, endpoint="retire"
)
room.get(OWN, answer_views.show, who=doors.learner, endpoint="written")
room.post(OWN, answer_views.send, who=doors.learner, endpoint="send_again")
room.get("/agreement", agreement_views.show, who=doors.figures)
