"""Observed role-plays: opened for a learner, rated by what was seen, settled, and the way back where it is not yet.

A *performance* is one role-play of one learner by one version of a sheet. A *rating* is one rater's ticks; its *part*
is observer, second or self. Levels are computed from ticked behaviours and are the assessors' vocabulary; a learner
reads behaviours and a next step. A *remediation* is what is practised until the next performance.
"""
