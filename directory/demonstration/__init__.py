"""Invented actors for trying the register out: plausible, and visibly fictitious.

`publishing.demo` records what is made here. Everything follows from a seed: the same seed and the
same reference sets give the same codes, facts and history on every machine.
"""
