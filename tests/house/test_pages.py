"""Law 7: every page of every role is judged in every language, also those that no other test opens."""

from __future__ import annotations

import pytest

from app.core.words import LANGUAGES
from app.web import doors
from tests.house import samples
from tests.house.test_walk import FEW, admits, rules
from tests.support.world import World


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", FEW)
def test_every_page_is_in_order_in_every_language(world: World, role: str, language: str):
    client = world.client(role)
    for rule in rules(world.app, "GET"):
        if admits(doors.who_may_enter(world.app, rule.endpoint), role):
            path = samples.own(rule, world.own(role))
            answer = client.get(f"{path}?lang={language}")
            if answer.mimetype == "text/html" and answer.status_code == 200:
                assert f'<html lang="{language}"' in answer.text[:600], path
