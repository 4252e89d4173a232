"""The trail as those read it who answer for it: administrators all, coordinators what belongs to their institution.

A row *belongs* to the institution of its place; without a place, to those of its subject. Searching is an act as well.
"""
