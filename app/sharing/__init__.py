"""Exercises shared with people whom mentors accompany.

A *sheet* is the public page of a shareable exercise, in simpler words and large type: the same for everybody, without
sign-in, cookie or name. A *note* says for its writer alone that an exercise was shared, on a day, with a case code or a
group.
"""
