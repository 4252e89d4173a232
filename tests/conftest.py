"""Fixtures of the whole house live in tests/support."""

pytest_plugins = (
    "tests.support.servers",
    "tests.support.browser",
    "tests.support.application",
    "tests.support.post",
    "tests.support.school",
    "tests.support.world",
    "tests.support.neighbours",
    "tests.support.matrix",
    "tests.support.installation",
    "tests.support.demo",
    "tests.support.phone",
)
