"""Health, readiness and metrics: what machines are told, and which machines."""

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from app.core.db import write_transaction
from tests.support.application import make_app

PROXIED = {"X-Forwarded-For": "127.0.0.1"}


def fetch(app, path, peer="127.0.0.1", **headers):
    from_peer = {"REMOTE_ADDR": peer}
    return app.test_client().get(path, environ_base=from_peer, headers=headers)


def test_a_living_process_is_healthy_without_a_database(tmp_path):
    app = make_app(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    assert fetch(app, "/healthz").text == "ok\n"
    answer = fetch(app, "/readyz")
    assert answer.status_code == 503
    assert answer.json["failures"]["database"] == "out of reach"


def test_a_prepared_installation_is_ready(app):
    answer = fetch(app, "/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "failures": {}})
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_older_database_is_not_ready(app):
    with app.app_context(), write_transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = fetch(app, "/readyz")
    assert (answer.status_code, list(answer.json["failures"])) == (503, ["migrations"])


def test_without_content_it_is_not_ready(tmp_path):
    app = make_app(tmp_path)
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    answer = fetch(app, "/readyz")
    assert (answer.status_code, list(answer.json["failures"])) == (503, ["release"])


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", PROXIED, 404),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
    ],
)
def test_without_a_token_metrics_are_for_this_machine(app, peer, headers, status):
    assert fetch(app, "/metrics", peer, **headers).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [("Bearer a-long-token", 200), ("Bearer wrong", 404), ("a-long-token", 404), ("", 404), ("Bearer \xe9", 404)],
)
def test_with_a_token_metrics_are_for_whoever_holds_it(app, tmp_path, sent, status):
    app = make_app(tmp_path / "instance", metrics_token=SecretStr("a-long-token"))
    assert fetch(app, "/metrics", "10.0.0.7", Authorization=sent).status_code == status


def test_metrics_count_requests_by_route(app):
    fetch(app, "/healthz")
    assert (
        'kelim_requests_total{endpoint="operations.healthz",method="GET",status="200"}' in fetch(app, "/metrics").text
    )


def test_a_proxied_peer_is_not_taken_for_this_machine(app, tmp_path):
    app = make_app(tmp_path / "instance", trusted_proxies=1)
    assert fetch(app, "/metrics", "127.0.0.1", **PROXIED).status_code == 404
