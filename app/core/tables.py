"""Tables that live beside ours in the same database and belong to somebody else."""

QUEUE_TABLES = frozenset({"task", "schedule", "kv", "counter"})
