"""What people are told about their data, what they agree to, and what is theirs: a copy, a correction, an end.

*Notice*: what is collected and why; it is read, not agreed to. *Consent*: a yes that may be a no and may change.
*Statement*: what an institution says of itself in the notice. *Record class*: rows that are kept for the same time and
reason.
"""
