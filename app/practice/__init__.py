"""A year of practice: its *weeks* are laid out from a cohort's first day and the calendar, one *exercise* each.

Whoever practises may *skip*, *swap* within a family, *pause* and come back: nothing is owed, nothing is counted against
anybody. Their *tools* are the exercises that they have met; what helped comes first.
"""
