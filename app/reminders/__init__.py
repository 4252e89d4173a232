"""Letters and a calendar that say when: a *wish* is the weekday and hour that somebody chose, a *reminder* a letter
about one week, *ahead* one three days before a week that belongs to its days. No letter says what a week holds.
"""
