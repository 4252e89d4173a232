"""Two accounts of one person become one: what belongs to the one that goes moves to the one that stays."""
