"""Doors of sites, supervisors and placements."""

from app.placements import leading_views, views
from app.placements import site_views as sites
from app.placements import supervisor_views as supervisors
from app.web import doors
from app.web.doors import Room

ID = "int(max=2147483647)"
SITE, SUPERVISOR = f"<{ID}:site_id>", f"<{ID}:supervisor_id>"
PLACEMENT, LEARNER = f"<{ID}:placement_id>", f"<{ID}:enrolment_id>"

room = Room("placements", __name__)
room.get("/sites", sites.listing, who=doors.coordinator, endpoint="sites")
room.get("/sites/new", sites.new, who=doors.coordinator, endpoint="new_site")
room.post("/sites/new", sites.make, who=doors.coordinator, endpoint="make_site")
room.get(f"/sites/{SITE}", sites.show, who=doors.coordinator, endpoint="site")
room.get(f"/sites/{SITE}/edit", sites.edit, who=doors.coordinator, endpoint="edit_site")
room.post(f"/sites/{SITE}/edit", sites.change, who=doors.coordinator, endpoint="change_site")
room.post(f"/sites/{SITE}/ring", sites.ring, who=doors.coordinator)
room.post(f"/sites/{SITE}/share", sites.share, who=doors.coordinator)
room.post(f"/sites/{SITE}/limit", sites.limit, who=doors.coordinator)
room.post(f"/sites/{SITE}/unshare", sites.unshare, who=doors.coordinator)
room.get("/supervisors", supervisors.listing, who=doors.coordinator, endpoint="supervisors")
room.get("/supervisors/new", supervisors.new, who=doors.coordinator, endpoint="new_supervisor")
room.post("/supervisors/new", supervisors.add, who=doors.coordinator, endpoint="add_supervisor")
room.get(f"/supervisors/{SUPERVISOR}", supervisors.show, who=doors.coordinator, endpoint="supervisor")
room.post(f"/supervisors/{SUPERVISOR}", supervisors.change, who=doors.coordinator, endpoint="change_supervisor")
room.post(f"/supervisors/{SUPERVISOR}/absences", supervisors.be_away, who=doors.coordinator)
room.post(f"/supervisors/{SUPERVISOR}/back", supervisors.be_back, who=doors.coordinator)
room.get(f"/cohorts/<{ID}:cohort_id>/supervisors", leading_views.show, who=doors.coordinator, endpoint="leading")
room.post(f"/cohorts/<{ID}:cohort_id>/supervisors", leading_views.name, who=doors.coordinator, endpoint="lead")
room.get("/absence", supervisors.own_absence, who=doors.signed_in)
room.post("/absence", supervisors.say_absence, who=doors.signed_in)
room.post("/absence/back", supervisors.end_absence, who=doors.signed_in)
room.get(f"/learners/{LEARNER}/placements", views.of_learner, who=doors.coordinator, told=True)
room.post(f"/learners/{LEARNER}/placements", views.see_clearance, who=doors.coordinator)
room.post(f"/learners/{LEARNER}/placements/clearance", views.take_clearance_back, who=doors.coordinator)
room.get("/placements", views.listing, who=doors.signed_in)
room.get("/placements/new", views.new, who=doors.coordinator)
room.post("/placements/new", views.place, who=doors.coordinator)
room.get(f"/placements/{PLACEMENT}", views.show, who=doors.signed_in)
room.get(f"/placements/{PLACEMENT}/edit", views.edit, who=doors.coordinator)
room.post(f"/placements/{PLACEMENT}/edit", views.change, who=doors.coordinator)
room.post(f"/placements/{PLACEMENT}/end", views.end, who=doors.coordinator)
room.post(f"/placements/{PLACEMENT}/cancel", views.cancel, who=doors.coordinator)
room.post(f"/placements/{PLACEMENT}/override", views.override, who=doors.coordinator)
