"""The forms at the door: an address, and to log in a password for who has set one.

An address typed just before, on what is to be kept under the account, stands there already.
"""

from allauth.account.forms import LoginForm as Entering
from allauth.account.forms import SignupForm as Opening
from allauth.core import context
from django.utils.translation import gettext_lazy as _

TYPED = "typed_address"  # in the session of who goes to the door


def _typed() -> str:
    return context.request.session.get(TYPED, "")


class SignupForm(Opening):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["email"].initial = _typed()


class LoginForm(Entering):
    """allauth's, which asks for no password where signing up asks for none; here it may be given,
    and without it a code is sent.
    """

    def _setup_password_field(self):
        self.fields["login"].initial = _typed()
        self.fields["login"].label = _("Your e-mail address")
        password = self.fields["password"]
        password.required = False
        password.label = _("Password, if you have set one")
        password.help_text = _("Leave it empty: a code comes by mail instead.")
