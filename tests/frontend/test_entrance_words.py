"""allauth's own pages speak as ours do: every text of them that people meet is worded by us."""

import re
from pathlib import Path

import allauth
import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from desk import entrance_words

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = settings.BASE / "frontend/templates"
MET = (
    "account/account_inactive", "account/base_confirm_code", "account/base_reauthenticate",
    "account/confirm_email_verification_code", "account/confirm_login_code",
    "account/confirm_password_reset_code", "account/confirm_reauthentication_code",
    "account/email_change", "account/email_confirm", "account/login", "account/logout",
    "account/password_change", "account/password_reset", "account/password_reset_done",
    "account/password_reset_from_key", "account/password_reset_from_key_done",
    "account/password_set", "account/reauthenticate", "account/request_login_code",
    "account/request_reauthentication_code", "account/signup", "account/verification_sent",
    "account/verified_email_required", "mfa/authenticate", "mfa/index", "mfa/reauthenticate",
    "mfa/recovery_codes/generate", "mfa/recovery_codes/index", "mfa/totp/activate_form",
    "mfa/totp/deactivate_form", "usersessions/usersession_list",
)  # fmt: skip
PLAIN = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?(.*?)%\}(.*?)\{%", re.S)
# Words of machines that our pages do without.
STIFF = {
    "ar": ("مصادقة", "كود", "تنشيط", "كلمة المرور", "الخاص بك", "يرجى", "الرجاء"),
    "fr": ("authentif", "jeton", "e-mail", "Veuillez", "requêtes", "utilisateur"),
}


def texts(page):
    text = page.read_text()
    for first, second in PLAIN.findall(text):
        yield first or second
    for options, words in BLOCK.findall(text):
        said = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", words)
        yield " ".join(said.split()) if "trimmed" in options else said


def test_every_text_of_a_page_that_is_theirs_is_worded_by_us():
    pages = [THEIRS / f"{name}.html" for name in MET if not (OURS / f"{name}.html").exists()]
    wanted = {one for page in pages for one in texts(page)}
    counted = {one for one in wanted if "unused_count" in one}
    assert counted
    french = polib.pofile(str(settings.BASE / "frontend/locale/fr/LC_MESSAGES/django.po"))
    ours = {entry.msgid for entry in french if not entry.msgctxt}
    assert wanted - counted <= {*entrance_words.MET, *ours}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_text_is_worded_as_a_machine(language):
    with override(language):
        said = [gettext(one) for one in entrance_words.MET]
        said += [
            str(entrance_words.COUNTED % {"unused_count": n, "total_count": 10}) for n in (1, 9)
        ]
    assert [one for one in said for word in STIFF[language] if word in one] == []


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/ar/account/password/reset/", "كلمة سر جديدة"),
        ("/fr/account/password/reset/", "Recevoir le code"),
    ],
)
def test_their_pages_say_it(client, path, words):
    assert words in client.get(path).content.decode()
