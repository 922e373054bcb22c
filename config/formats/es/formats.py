"""Spanish: Django puts the names of months after `de`."""

from config.formats.morocco import *  # noqa: F403 (Django reads every name of this module)

DATE_FORMAT = r"j \d\e F \d\e Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
YEAR_MONTH_FORMAT = r"F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
