"""Pages are gzipped, and their length tells nothing about the secrets in them."""

import gzip

import pytest
from flask import Flask, Response

from app.web import compression

TEXT = "<p>שלום, hello</p>" * 200


@pytest.fixture
def client():
    app = Flask(__name__)
    compression.init_app(app)
    app.add_url_rule("/page", "page", lambda: TEXT)
    app.add_url_rule("/small", "small", lambda: "<p>one</p>")
    app.add_url_rule("/picture", "picture", lambda: Response(TEXT, mimetype="image/png"))
    app.add_url_rule("/tagged", "tagged", lambda: Response(TEXT, mimetype="text/html", headers={"ETag": '"a"'}))
    return app.test_client()


def test_a_page_is_gzipped(client):
    answer = client.get("/page", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data).decode() == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(TEXT) / 5


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_a_browser_that_takes_no_gzip_gets_none(client, accepts):
    answer = client.get("/page", headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT


@pytest.mark.parametrize("path", ["/small", "/picture"])
def test_what_would_not_get_smaller_stays(client, path):
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_the_length_of_one_page_varies():
    assert len({len(compression.gzipped(TEXT.encode())) for _ in range(50)}) > 10


def test_a_strong_tag_becomes_weak(client):
    assert client.get("/tagged", headers={"Accept-Encoding": "gzip"}).headers["ETag"] == 'W/"a"'
