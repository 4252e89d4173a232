"""Quizzes: a *question* is drawn from a pool into an *attempt*, one sitting; an *answer*, once given, stands as given.

An attempt belongs to the release that it was begun on: content that changes meanwhile never changes its questions.
"""
