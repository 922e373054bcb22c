"""Standard Moroccan Tamazight, which Django does not know: as French beside it."""

from config.formats.morocco import *  # noqa: F403 (Django reads every name of this module)
