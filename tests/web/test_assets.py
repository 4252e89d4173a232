"""Built files: hashed, immutable, compressed, answered before Flask."""

import json

import pytest
from flask import Flask
from werkzeug.test import Client

from app.web import assets

CSS = b"body{color:teal}"


@pytest.fixture
def built(tmp_path):
    (tmp_path / "css").mkdir()
    for suffix, body in (("", CSS), (".br", b"br form"), (".gz", b"gz form")):
        (tmp_path / f"css/site-0123456789.css{suffix}").write_bytes(body)
    (tmp_path / "manifest.json").write_text(json.dumps({"css/site.css": "css/site-0123456789.css"}))
    return assets.read_assets(tmp_path)


@pytest.fixture
def client(built):
    app = Flask(__name__, static_folder=None)
    return Client(assets.AssetServer(app.wsgi_app, built))


def test_a_name_leads_to_its_hashed_address(built):
    assert built.address("css/site.css") == "/static/css/site-0123456789.css"
    assert built.address("css/other.css") == "/static/css/other.css"


@pytest.mark.parametrize(
    ("accepts", "encoding", "body"),
    [("gzip, br", "br", b"br form"), ("gzip", "gzip", b"gz form"), ("", None, CSS), ("identity", None, CSS)],
)
def test_the_best_form_that_the_browser_takes(client, built, accepts, encoding, body):
    answer = client.get(built.address("css/site.css"), headers={"Accept-Encoding": accepts})
    assert (answer.status_code, answer.data) == (200, body)
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_other_methods_and_addresses_are_the_applications(client, built):
    assert client.post(built.address("css/site.css")).status_code == 404
    assert client.get("/static/css/../manifest.json").status_code == 404
    head = client.head(built.address("css/site.css"))
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(CSS)))


def test_without_a_build_there_are_no_files(tmp_path):
    assert assets.read_assets(tmp_path).files == {}
