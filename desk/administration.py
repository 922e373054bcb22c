"""The administration's door: administrators only, who have shown their second factor.

They log in where everybody does; this door only says who may go on.
"""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language

from desk import roles, second_factor

WORDS = {"procrastinate": _("Jobs")}
LANGUAGES = ("ar", "fr", "en", "es")


class Administration(AdminSite):
    """Django's admin for administrators; the first is made by `createsuperuser` on the server."""

    site_title = site_header = _("Athar: administration")
    index_title = _("What can be written here")
    enable_nav_sidebar = False

    def has_permission(self, request):
        return roles.is_administrator(request.user) and second_factor.was_shown(request)

    def get_urls(self):
        return [path("language/", set_language, name="language"), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """What comes from others is called in our words too."""
        found = super().get_app_list(request, app_label)
        for app in found:
            if words := WORDS.get(app["app_label"]):
                app["name"] = words
                for model in app["models"]:
                    model["name"] = words
        return found

    def each_context(self, request):
        return super().each_context(request) | {"tongues": LANGUAGES}

    def login(self, request, extra_context=None):
        """On to what is still missing: logging in, a second factor, or showing it."""
        onward = _safe(request, request.GET.get("next")) or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(onward)
        if request.user.is_authenticated and not roles.is_administrator(request.user):
            raise PermissionDenied
        return second_factor.way_in(request, onward)

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        """Leaving is the account's."""
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))


def _safe(request, address):
    """An address of this site, or None."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else None
