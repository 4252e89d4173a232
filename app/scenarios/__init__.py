"""Scenarios: a branching conversation; a *run* is one way through it, made of *steps*; a *debrief* shows the way taken.

A run belongs to the release that it was begun on, as an attempt does.
"""
