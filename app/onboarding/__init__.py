"""Setting up an institution: what stands, what is missing, and where each is done."""
