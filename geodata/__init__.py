"""Territories of Morocco: codes and names, boundaries, census, places. Knows nothing of actors."""
