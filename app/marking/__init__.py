"""Marking: a written answer waits in the *queue* for a *mark* by its rubric.

A *task* is one written answer with everything that became of it; its number is all that markers know of who wrote it.
A *second mark* is given without seeing the first. Where the two differ, a *third look* agrees on one.
"""
