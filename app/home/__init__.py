"""Each role's first page: the one thing to do now, then what waits, then how far things are."""
