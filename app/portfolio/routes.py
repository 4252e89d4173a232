"""Doors of the portfolio."""

from app.portfolio import cohort_views, export_views, views
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
ONE = f"/portfolio/of/<{ID}:enrolment_id>"
COMPETENCY = f"{ONE}/<competency>"
WITHDRAW = f"/portfolio/ratings/<{ID}:rating_id>/withdraw"

room = Room("portfolio", __name__)
room.get("/portfolio", views.own, who=doors.signed_in)
room.get("/portfolio/people", views.people, who=doors.signed_in)
room.get(ONE, views.of_learner, who=doors.signed_in, told=True)
room.get(f"/portfolio/paper/<{ID}:enrolment_id>", export_views.paper, who=doors.signed_in)
room.get(f"/portfolio/workbook/<{ID}:enrolment_id>", export_views.workbook, who=doors.signed_in)
room.get(COMPETENCY, views.competency, who=doors.signed_in, told=True)
room.get(f"{COMPETENCY}/rate", views.sheet, who=doors.signed_in)
room.post(f"{COMPETENCY}/rate", views.send, who=doors.signed_in)
room.get(WITHDRAW, views.ask_withdrawal, who=doors.signed_in)
room.post(WITHDRAW, views.withdraw, who=doors.signed_in)
room.get(f"/cohorts/<{ID}:cohort_id>/portfolio", cohort_views.of_cohort, who=doors.trainer)
