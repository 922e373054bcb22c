"""Arabic as written in Morocco: Western digits, its own comma before the hour."""

from config.formats.morocco import *  # noqa: F403 (Django reads every name of this module)

DATETIME_FORMAT = "j F Y، H:i"
