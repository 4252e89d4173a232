"""The WSGI entry: `flask --app wsgi …` and the server both start here."""

import gc

# What a start makes stays for good. Looking through it for rubbish again and again costs a sixth of every command,
# and would later unshare the pages of memory that worker processes have in common.
gc.disable()

from app.factory import create_app  # noqa: E402

app = create_app()

gc.freeze()
gc.enable()
