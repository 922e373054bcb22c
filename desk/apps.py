from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.translation import gettext_lazy


class DeskConfig(AppConfig):
    """Who may enter, and what they may do there."""

    default = True  # of the two in this file
    name = "desk"
    verbose_name = gettext_lazy("The desk")

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from desk.second_factor import shown_by_adding_one

        authenticator_added.connect(shown_by_adding_one)


class AdministrationConfig(SimpleAdminConfig):
    """Django's admin with our own door; what is in it is named in desk/admin, nothing else is."""

    default_site = "desk.administration.Administration"

    def ready(self):
        super().ready()
        import_module("desk.admin")
