"""Letters to people: a *letter* is composed in its reader's language, waits in the *outbox*, is sent by a *transport*.

What a letter said is forgotten once it is sent: links in it open accounts.
"""
