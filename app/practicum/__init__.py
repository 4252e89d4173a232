"""Practice that somebody answers for: entries, their sign-off, and the minutes that they earn.

An *entry* is one piece of practice: draft → submitted → approved, or returned with a comment and submitted again.
An approved row never changes; an *amendment* is a new row that names the one it replaces, and the last approved row of
such a *chain* counts. A *decision* is what a signer said of an entry, with hashes of both.
"""
