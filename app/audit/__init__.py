"""Who did what, to what, where, and whether it was allowed.

Rows are never changed; they carry ids and codes, no prose. A *seal* closes a *block* of rows and names the seal before
it, so that the trail is a chain; a *leaf* is the digest of one row. Rows past their 24 months are *purged* by whole
blocks, and the seals stay.
"""
