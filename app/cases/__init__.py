"""People served, by generated code: a *case* has an age band, a step and a presentation, and no identity."""
