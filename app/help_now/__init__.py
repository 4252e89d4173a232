"""Help now: numbers to call, for whoever needs them, whoever they are.

A *door* is a reason for coming (`someone`, `with-someone`, `violence`); a *call* is one number behind a door.
Nothing here asks or remembers who is reading. The pages open without a database, without a sign-in, without scripts
and, once they have been seen, without a connection.
"""
