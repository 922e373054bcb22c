"""Citing a question with its answer, and checking it years later."""
