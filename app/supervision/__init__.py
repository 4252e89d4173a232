"""Sessions of supervision: what is talked about, what is decided, and both signatures.

A *session* is one meeting of a supervisor with one *member* or several. Its *agenda* is worked out by rule; an *item*
is what was decided about a case. A session writes no minutes: what a member signs becomes their entry of practice,
which the supervisor signs. *Part*: what of a session is a member's own.
"""
