"""Lessons held for people at a time: the meeting, its roll, and tasks that make up what was missed.

A *roll* is a meeting's list of who was present for how long; while it is a draft its minutes are pending, closed they
are credited, and a correction is its next revision. A *make-up task* earns minutes that a learner missed.
"""
