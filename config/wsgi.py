"""What the production server loads: Django, its addresses read, behind the turns of a worker."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from granian.utils.proxies import wrap_wsgi_with_proxy_headers  # noqa: E402

from config.serving import TurnTaking  # noqa: E402

application = TurnTaking(django, streams=settings.STREAMS)
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)

# Views are imported now, not by the first visitor; what is loaded for good is not collected again.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
