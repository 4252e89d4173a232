"""Doors of the performance room."""

from app.performance import sheet_views, staff_views, views
from app.web import doors
from app.web.doors import Room

COHORT = "/cohorts/<int:cohort_id>/performances"
ONE = "/performances/<int:performance_id>"
SHEET = f"{ONE}/rate/<part>"

room = Room("performance", __name__)
room.get("/performances", views.own, who=doors.signed_in)
room.get(COHORT, staff_views.of_cohort, who=doors.rater)
room.get(f"{COHORT}/new", staff_views.new, who=doors.rater)
room.post(f"{COHORT}/new", staff_views.open_them, who=doors.rater)
room.get(ONE, views.show, who=doors.signed_in)
room.post(f"{ONE}/see", views.see, who=doors.learner)
room.get(SHEET, sheet_views.show, who=doors.signed_in, endpoint="sheet")
room.post(SHEET, sheet_views.send, who=doors.signed_in, endpoint="send_sheet")
room.post(f"{ONE}/settle", staff_views.settle, who=doors.trainer)
room.post(f"{ONE}/go-on", staff_views.go_on, who=doors.coordinator)
room.post(f"{ONE}/cancel", staff_views.cancel, who=doors.rater)
room.post(f"{ONE}/plan", staff_views.plan, who=doors.trainer)
