"""How numbers and dates are written in Morocco, by language (Django reads these modules)."""
