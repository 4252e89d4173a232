"""Once a year somebody looks at who holds which role where, and says so.

A *place* of review is an institution with its cohorts and sites, or what is held nationally.
"""
