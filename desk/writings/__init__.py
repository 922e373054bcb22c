"""Writings: stories, dossiers and uses of citations, and the verbs that move them."""
