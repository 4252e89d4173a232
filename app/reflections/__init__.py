"""Private writing inside lessons: read and written by one person only, encrypted with that person's key."""
