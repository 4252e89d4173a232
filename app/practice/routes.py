"""Doors of the year of practice."""

from app.practice import area_views, tool_views, views
from app.web import doors
from app.web.doors import Room

YEAR, DAYS, TOOLS = "/practice/year", "/practice/days", "/practice/tools"
PLACE, TOOL, AREA = f"{YEAR}/<exercise_id>", f"{TOOLS}/<exercise_id>", "/cohorts/<int:cohort_id>/practice"

room = Room("practice", __name__)
room.get(YEAR, views.year, who=doors.learner)
room.post(f"{YEAR}/pause", views.pause, who=doors.learner)
room.post(f"{YEAR}/come-back", views.come_back, who=doors.learner)
room.get(PLACE, views.place, who=doors.learner)
room.post(f"{PLACE}/skip", views.skip, who=doors.learner)
room.post(f"{PLACE}/take-back", views.take_back, who=doors.learner)
room.post(f"{PLACE}/swap", views.swap, who=doors.learner)
room.get(DAYS, views.own_days, who=doors.learner)
room.post(DAYS, views.tick_days, who=doors.learner)
room.post(f"{DAYS}/add", views.add_day, who=doors.learner)
room.post(f"{DAYS}/remove", views.remove_day, who=doors.learner)
room.get(TOOLS, tool_views.box, who=doors.learner)
room.post(f"{TOOLS}/forget", tool_views.forget, who=doors.learner)
room.get(TOOL, tool_views.tool, who=doors.learner)
room.post(TOOL, tool_views.say, who=doors.learner)
room.post(f"{TOOL}/leave", tool_views.leave, who=doors.learner)
room.post(f"{TOOL}/away", tool_views.away, who=doors.learner)
room.get(AREA, area_views.area, who=doors.coordinator)
room.post(f"{AREA}/alert", area_views.switch_on, who=doors.coordinator)
room.post(f"{AREA}/alert/<int:alert_id>/end", area_views.switch_off, who=doors.coordinator)
room.post(f"{AREA}/rest", area_views.rest, who=doors.coordinator)
room.post(f"{AREA}/rest/<int:rest_id>/end", area_views.end_rest, who=doors.coordinator)
