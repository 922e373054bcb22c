"""Editions: the whole public register as of a revision, in one package that never changes."""
