"""Rated performance: a *performance* is one observed role-play, a *sheet* says what is watched.

A *rating* is one rater's ticks. Levels are computed from ticked behaviours and are the assessors' vocabulary; a learner
reads behaviours and a next step.
"""
