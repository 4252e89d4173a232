"""Handing a case over to the next step: from a mentor to a PWP, from there to a licensed professional or a centre.

A *receiver* is who takes people over, with an account or without one. A *hand-over* goes by case code only: it is
*offered* with the person's consent, *accepted* or *declined*, *begun* with the first meeting there, and *closed* when
its outcome is known; each of these is told to whoever handed over. Who the person is passes by word of mouth, never
here. The codes of both sides are linked in the hand-over alone.
"""
