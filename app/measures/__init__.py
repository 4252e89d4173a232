"""Measures of a case: what somebody answered on a form such as PHQ-9, and what it adds up to.

A *measure* is one filled form. Its *prompt* stands where one answer needs a conversation today, until somebody has
answered it. A number never decides alone, and it never says what somebody is.
"""
