"""Rows to bytes: the writers that exports, and later editions, share. All stream in flat memory."""
