"""The one lock publishers queue on; nothing else in the database takes its number."""

LOCK = 7_310_271_120
