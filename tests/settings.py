"""The site's own settings, as tests need them: the owner's role, plain static files, no debug.

Requests are still made as the web role: see the fixtures in tests/web.py.
"""

import os

os.environ |= {"ATHAR_ROLE": "owner", "ATHAR_DEBUG": "0"}
for name in ("ATHAR_HOSTS", "ATHAR_HTTPS", "ATHAR_RASTER_TILES"):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import LOCAL, MIDDLEWARE  # noqa: E402

# Hashed names would need collectstatic first, and a live server answers 404 to them.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]

# Live servers look for uploads before pages; none are served here.
MEDIA_URL = "/uploads/"

# Processes that share the suite print beside each other.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    PRINTER_TURN = LOCAL / f"printer-{worker}.turn"
    PRINTER_TURN.touch()

# Slow hashes guard passwords that are worth guessing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The page of all components is shown, to be looked at and checked.
STYLE_PAGE = True
