from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = pgettext_lazy("section", "Register")
