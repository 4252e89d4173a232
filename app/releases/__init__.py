"""Published content. A *release* is a manifest (path → blob), immutable; *active* is the one that readers see."""
