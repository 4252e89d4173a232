"""Where learners do their field work or practicum, when, and who signs for it.

A *site* is a place that takes learners; the institution that *keeps* it edits it, others have a *share* of it. A
*placement* is one learner at one site from a day until a day. A *supervisor* signs what is done there, with an account
or without one; while they are away a *stand-in* signs. A *clearance* is the fact that somebody saw a document, never
the document. A placement *waits* while its site asks for a gate or a clearance that is missing.
"""
