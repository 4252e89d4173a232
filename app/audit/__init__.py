"""Who did what, to what, where, and whether it was allowed.

Rows are never changed; they carry ids and codes, no prose.
"""
