"""The administration's door: administrators only, and no guessing of passwords."""

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from desk import throttle

LANGUAGES = ("ar", "fr", "en", "es")


class LoginForm(AdminAuthenticationForm):
    """Name and password, refused without a look after too many failures."""

    def clean(self):
        account, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if account is None or not password:
            return self.cleaned_data
        try:
            attempt = throttle.begin(account, self.request.META.get("REMOTE_ADDR", ""))
        except throttle.TooManyAttempts as error:
            raise ValidationError(
                _("Too many attempts failed. Wait a quarter of an hour, then try again."),
                code="throttled",
            ) from error
        cleaned = super().clean()
        throttle.forgive(attempt)
        return cleaned

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if not user.is_superuser:
            raise self.get_invalid_login_error()


class PasswordForm(AdminPasswordChangeForm):
    """Writes the password alone: the web's role may write nothing else of an account."""

    def set_password_and_save(self, user, *fields, commit=True):
        user.set_password(self.cleaned_data["new_password1"])
        if commit:
            user.save(update_fields=["password"])
        return user


class Administration(AdminSite):
    """Django's admin for administrators; accounts are made by `createsuperuser` on the server."""

    site_title = site_header = _("Athar: administration")
    index_title = _("What can be written here")
    login_form = LoginForm
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def get_urls(self):
        return [path("language/", set_language, name="language"), *super().get_urls()]

    def each_context(self, request):
        return super().each_context(request) | {"tongues": LANGUAGES}

    def password_change(self, request, extra_context=None):
        request.current_app = self.name
        return PasswordChangeView.as_view(
            form_class=PasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context=self.each_context(request) | (extra_context or {}),
            template_name="registration/password_change_form.html",
        )(request)
