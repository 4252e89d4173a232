"""Cards for the pocket: what no mentor ever does, the card before a visit, the emergency card.

People open them in bad minutes: few words, large numbers, nothing that has to be understood first.
"""
