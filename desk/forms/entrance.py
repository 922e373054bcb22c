"""The form to log in: an address, and a password for who has set one."""

from allauth.account.forms import LoginForm as Entering
from django.utils.translation import gettext_lazy as _


class LoginForm(Entering):
    """allauth's, which asks for no password where signing up asks for none; here it may be given,
    and without it a code is sent.
    """

    def _setup_password_field(self):
        self.fields["login"].label = _("Your e-mail address")
        password = self.fields["password"]
        password.required = False
        password.label = _("Password, if you have set one")
        password.help_text = _("Leave it empty: a code comes by mail instead.")
