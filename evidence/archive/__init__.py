"""Every citation as files, for the day there is no server to ask."""
