"""What the hot pages cost: `make bench`. The server runs as `make run` starts it, on a database of the bench's own.

A *page* is asked for over HTTP by one client; its *cost* is the CPU time that the server's processes used for it, its
*times* that cost divided by the cost of a page of one word behind the same door, hooks and settings.
"""
