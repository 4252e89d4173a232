"""Bringing people in from a file.

An *import* is one file for one place. Until it is applied it is a draft: each *line* is read again each time against
what is there, and is *new*, *joins* (somebody who has an account), *changed*, *unchanged*, or a *problem*. It is
applied as a whole, and undone as a whole as long as nothing depends on it.
"""
