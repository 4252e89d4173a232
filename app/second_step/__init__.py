"""What staff show after their password: a code of an app, a passkey, or in need a recovery code.

A *factor* is one of the first two; whoever has one has a *second step*. A *draft* is a factor that is being set up, or
recovery codes that wait to be written down, in one browser and for some minutes.
"""
