from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class GeodataConfig(AppConfig):
    name = "geodata"
    verbose_name = pgettext_lazy("series", "Territories")
