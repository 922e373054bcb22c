"""The languages that people write in at the desk."""

LANGUAGES = ("ar", "fr", "en", "es")
