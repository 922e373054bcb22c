"""Moderation: what waits and for how long, what a decision is, and how it is taken back."""
