"""The laws of the house, each a small program that is shown to find what it forbids."""
