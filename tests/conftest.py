"""Fixtures of the whole house live in tests/support."""

pytest_plugins = (
    "tests.support.servers",
    "tests.support.browser",
    "tests.support.application",
    "tests.support.school",
    "tests.support.installation",
)
