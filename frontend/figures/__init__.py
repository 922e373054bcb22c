"""The page of figures: how a question is worded and asked, and drawn as table, map and series."""
