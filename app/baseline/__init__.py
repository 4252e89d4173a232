"""How people were when they began: a few questions, once, for the evaluation, and theirs to leave.

An *asking* is what somebody may still answer. Its *answers* stand under a random study id and name nobody; the *link*
from an enrolment to its study id is sealed with the person's key and looks the same whether they answered or not.
"""
