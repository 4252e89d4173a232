"""Marking: a written answer waits in the *queue* for a *mark* by its rubric.

A *second mark* is given without seeing the first.
"""
