"""People, the institutions they belong to, the roles they hold at a place, and how they sign in.

A *person* is whoever has an account; an *actor* is a person (or nobody) acting now. A *grant* is a role at a place:
`national`, `institution`, `cohort` or `site`.
"""
