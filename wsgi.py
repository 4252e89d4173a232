"""The WSGI entry: `flask --app wsgi …` and the server both start here."""

from app.factory import create_app

app = create_app()
