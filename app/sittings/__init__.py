"""One time with one exercise of a year of practice: step by step, sealed, readable by whoever sat only.

A *sitting* is begun, kept while it goes on, stopped or finished. What is written, rated, ticked and chosen in it, and
how it ended, is one text under the person's own key.
"""
