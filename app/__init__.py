"""Kelim: the training platform for the people who give psycho-social support."""
