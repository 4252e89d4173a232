"""Break-glass: a coordinator opens, for some hours and for a reason, what a learner has written about their practice.

The person concerned is told at once; each reading is a row in the trail with the number of the opening. Rooms that hold
such writing ask `policy.is_open` and put `queries.mark` into the rows that they leave.
"""
