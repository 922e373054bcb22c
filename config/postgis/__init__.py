"""Django's PostGIS backend, asked less often whether its connection lives."""
