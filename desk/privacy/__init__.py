"""Law 09-08: who is named where, and how she is erased there."""
