"""Addresses of pages (under a language) and of permanent links (under none)."""

from django.conf import settings
from django.urls import path

from frontend.views.about import about, method
from frontend.views.home import home
from frontend.views.style import style, style_map

permanent = []
pages = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("about/method/", method, name="method"),
]
if settings.DEBUG or getattr(settings, "STYLE_PAGE", False):
    pages += [path("style/", style, name="style"), path("style/map/", style_map, name="style-map")]
