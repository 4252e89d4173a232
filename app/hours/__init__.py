"""The ledger of credited minutes, and the requirements summed over it.

A *credit* is one signed row of minutes with its source, rule and approver; it never changes. What is waiting for
somebody's approval is a *claim*, which becomes credits.
This is a low room: sources are named by kind and id, without foreign keys.
"""
