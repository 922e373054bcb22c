"""How the site says numbers, dates, names and places in each of its languages."""
