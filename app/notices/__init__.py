"""Notices: one line on a learner's own pages, about something of theirs that somebody else has changed."""
