"""English as read abroad: day before month all the same, comma in thousands."""

from config.formats.morocco import *  # noqa: F403 (Django reads every name of this module)

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
