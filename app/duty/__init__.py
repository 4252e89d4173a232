"""Who is called when it cannot wait: the duty phone of an institution, or of one of its cohorts.

A *contact* is the person or role on duty, their number, their hours and their back-up. It never changes: another one
takes its place. A *post* is where somebody is on duty: an institution, or a cohort that has a number of its own.
"""
