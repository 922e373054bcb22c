"""French: what the languages share is how it is written."""

from config.formats.morocco import *  # noqa: F403 (Django reads every name of this module)
