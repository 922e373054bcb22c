"""Loaders read sources and stage rows; they publish nothing: `directory` does."""
