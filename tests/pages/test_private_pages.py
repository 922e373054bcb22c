"""Pages behind the door, in a real browser: accessible, within their width, in policy; and walked
in Arabic and in French on a phone.
"""

import re
from uuid import uuid4

import pytest

from desk import submissions
from desk.models import Mail, Submission
from tests import people
from tests.pages.accessible import wrong_with
from tests.submissions import AMAL, sender

__all__ = ["sender"]

# allauth's own templates, inside our layout, ask for what may not be there.
pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]

PHONE = {"width": 360, "height": 780}
STRANGERS = ["account/login/", "account/signup/", "account/login/code/", "account/password/reset/"]
OWN = [
    "account/",
    "account/data/",
    "account/erase/",
    "account/email/",
    "account/password/set/",
    "account/second-factor/",
    "account/second-factor/recovery-codes/generate/",
    "account/sessions/",
    "account/logout/",
    "desk/",
    "moderation/",
    "moderation/?show=asked-back",
    "moderation/?colour=red",
    "moderation/freshness/",
    "moderation/decided/",
]


@pytest.fixture
def enter(server, page, client):
    """Give the browser the session of somebody who has logged in."""

    def as_person(somebody):
        with server.still:
            people.log_in(client, somebody)
        name = "sessionid"
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": server.url}]
        )

    return as_person


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_they_are_accessible_and_stay_within_their_width(server, page, sender, enter, language):
    with server.still:
        hind = people.administrator(name="Hind")
        new = sender.register(figures={"year": "2025", "members": "9000"})
        other = sender.register(name={"name_fr": "Autre"})
        code = submissions.accept(sender.register(), by=hind).actor_id
        together = uuid4()
        for name in ("Une", "Deux"):
            refused = sender.register(name={"name_fr": name})
            submissions.refuse(refused, by=hind, reason="duplicate", batch=together)
        submissions.reopen(refused, by=hind, reason="mistaken")
        closed, moved = (sender.report(code, subject, "Oui.") for subject in ("closed", "moved"))
    base = f"{server.url}/{language}/"
    assert wrong_with(page, [base + address for address in STRANGERS]) == {}
    enter(hind)
    decided = [
        f"moderation/{new.pk}/",
        f"moderation/{closed.pk}/",
        f"moderation/{moved.pk}/place/",
        f"moderation/bulk/?id={new.pk}&id={other.pk}",
        f"moderation/batches/{together}/",
    ]
    assert wrong_with(page, [base + address for address in [*OWN, *decided]]) == {}


def last_code(server, kind):
    with server.still:
        told = Mail.objects.filter(kind=kind).latest("queued_at")
    return re.search(r"^([0-9A-Z]{3,4}-?[0-9A-Z]{3,4})$", told.text, re.MULTILINE)[1]


def test_a_second_factor_is_set_up_and_asked_for_on_a_phone(server, page, in_force):
    with server.still:
        people.person("amal@athar.example", password="a quiet word in Berkane")
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/ar/account/second-factor/totp/activate/")
    page.locator("[name=login]").fill("amal@athar.example")
    page.locator("[name=password]").fill("a quiet word in Berkane")
    page.locator("main form button[type=submit]").first.click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(people.code_of(secret))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{server.url}/ar/account/logout/")
    page.locator("main form button[type=submit]").last.click()
    page.goto(f"{server.url}/ar/desk/")
    page.locator("[name=login]").fill("amal@athar.example")
    page.locator("[name=password]").fill("a quiet word in Berkane")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/second-factor/authenticate/")


AROUND_THE_BOX = """() => {
  const row = document.querySelector("[data-current]");
  const [outer, inner] = [row, row.querySelector("input[type=checkbox]")]
    .map((one) => one.getBoundingClientRect());
  return [inner.left - outer.left, outer.right - inner.right];
}"""


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_moderator_decides_by_keyboard(server, page, sender, enter, language):
    with server.still:
        hind = people.moderator("region", "02", name="Hind")
        first, second, third = (
            sender.register(name={"name_fr": f"Coopérative {n}"}) for n in range(3)
        )
    enter(hind)
    page.goto(f"{server.url}/{language}/moderation/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert all(space >= 4 for space in page.evaluate(AROUND_THE_BOX))  # its frame cuts no edge
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/moderation/{second.pk}/")
    page.keyboard.press("a")  # meant for the page before: nothing is decided by it
    page.locator("html[data-keys=ready]").wait_for()
    assert page.url.endswith(f"/moderation/{second.pk}/")
    page.keyboard.press("a")
    page.wait_for_url(f"**/moderation/{third.pk}/")
    page.keyboard.press("b")
    page.keyboard.type("avez")
    assert page.locator("details[open] textarea").input_value() == "avez"
    page.reload()
    page.keyboard.press("r")
    page.locator("details[open] [name=reason]").select_option("advertising")
    page.locator("details[open] [name=note]").fill("a, r, t")  # letters that are written do nothing
    page.locator("details[open] button[type=submit]").click()
    page.wait_for_url(f"**/moderation/{first.pk}/")
    with server.still:
        states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["waiting", "accepted", "refused"]


def test_what_is_to_be_looked_at_first_is_not_accepted_by_one_key(server, page, sender, enter):
    with server.still:
        hind = people.moderator("region", "02", name="Hind")
        held = [sender.register() for _twice in "12"]
    enter(hind)
    page.goto(f"{server.url}/fr/moderation/{held[1].pk}/")
    assert page.locator(f"main a[href$='/moderation/{held[0].pk}/']").count() == 1  # its twin
    page.locator("html[data-keys=ready]").wait_for()
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.value") == "accept"
    assert page.url.endswith(f"/moderation/{held[1].pk}/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/moderation/{held[0].pk}/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_moderator_accepts_one_field_on_a_phone(server, page, sender, enter, language):
    with server.still:
        hind = people.moderator("region", "02", name="Hind")
        code = submissions.accept(sender.register(), by=None).actor_id
        held = sender.send(
            code,
            name=AMAL["name"] | {"name_fr": "Nouveau nom"},
            form=AMAL["form"] | {"founded_year": "2017"},
        )
    enter(hind)
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/{language}/moderation/{held.pk}/")
    page.locator("[value='names.fr']").uncheck()
    page.locator("[data-key=a]").click()
    page.wait_for_url(f"**/{language}/moderation/")
    with server.still:
        held.refresh_from_db()
        assert held.decisions.latest("pk").fields == ["founded"]
