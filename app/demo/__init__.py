"""A believable institution half-way through its year, made through the services at their times; never in production.

A *demo account* is one of the seven addresses that documentation names; all learners of the demo share their password.
"""
