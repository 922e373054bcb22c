"""Briefs: one sheet of A4 about a territory, a sector in it, or a programme, to hand to people."""
