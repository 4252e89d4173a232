"""Scripts that build, check and document; nothing here runs in production."""
