"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import health
from frontend.urls import pages, permanent

urlpatterns = [
    path("healthz", health.process),
    path("readyz", health.ready),
    path("api/v1/", include("api.urls")),
    path("tiles/", include("api.tile_urls")),
    path("admin/", admin.site.urls),
    *permanent,
    *i18n_patterns(*pages, prefix_default_language=True),
]

handler400 = "frontend.views.errors.bad_request"
handler403 = "frontend.views.errors.forbidden"
handler404 = "frontend.views.errors.not_found"
handler500 = "frontend.views.errors.server_error"
