"""Every address of the site."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.process),
    path("readyz", health.ready),
]
if find_spec("api.urls"):
    urlpatterns.append(path("api/v1/", include("api.urls")))
if find_spec("api.tile_urls"):
    urlpatterns.append(path("tiles/", include("api.tile_urls")))
if find_spec("frontend.urls"):
    from frontend.urls import pages, permanent

    urlpatterns += permanent
    urlpatterns += i18n_patterns(*pages, prefix_default_language=True)
