"""The portfolio's own words, marked where they are used by several."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.words import N_
from app.portfolio import rules

KINDS: Mapping[str, str] = {
    "live": N_("Live observation"),
    "recording": N_("Recording"),
    "simulation": N_("Simulation"),
    "written": N_("Written work"),
    "audit": N_("Case file"),
    "report": N_("Supervisor’s report"),
}
LEVELS: Mapping[str, str] = {
    rules.NOT_YET: N_("Not yet"),
    rules.EMERGING: N_("On the way"),
    rules.MEETS: N_("Meets the standard"),
    rules.EXCEEDS: N_("Beyond the standard"),
}
STATES: Mapping[str, str] = {
    rules.NOTHING: N_("No rating yet"),
    rules.BEGUN: N_("Under way"),
    rules.SHOWN: N_("Shown"),
    rules.REOPENED: N_("To be shown anew"),
}
LEVEL_TONES = {rules.NOT_YET: "warning", rules.EMERGING: "info", rules.MEETS: "success", rules.EXCEEDS: "success"}
STATE_TONES = {rules.NOTHING: "quiet", rules.BEGUN: "info", rules.SHOWN: "success", rules.REOPENED: "warning"}
