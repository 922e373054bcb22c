"""A journalist follows her region by mail, by thumb: Arabic, French; told, and ended by one tap."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now
from playwright.sync_api import expect

from desk import robots
from desk.following import digests
from desk.models import Follower, Following, Mail
from tests.country import BERKANE
from tests.pages.accessible import wrong_with

pytestmark = pytest.mark.pages
THUMB = {"width": 360, "height": 740}
AMAL = "amal@athar.example"
BOX = "http://localhost/box"  # her mail program, which has no policy of ours
WORDS = {
    "ar": {
        "follow": "المتابعة عبر البريد",
        "send": "تابعوا",
        "sent": "افتحوا بريدكم",
        "yes": "نعم، أتابعه",
        "followed": "ما تتابعونه",
        "region": "جهة الشرق",
        "new": "جديد في السجل: 1",
        "list": "اطلعوا على اللائحة كاملة",
        "choose": "لاختيار ما تتابعونه أو لإيقاف الرسائل",
        "stop": "إيقاف كل هذه الرسائل",
        "ended": "هذا البريد لا يتابع شيئا",
    },
    "fr": {
        "follow": "Suivre par courriel",
        "send": "Suivre",
        "sent": "Consultez vos messages",
        "yes": "Oui, suivre",
        "followed": "Ce que vous suivez",
        "region": "Région de l’Oriental",
        "new": "Nouveau au registre : 1",
        "list": "Voir toute la liste",
        "choose": "Choisir ce que vous suivez, ou arrêter",
        "stop": "Arrêter tous ces messages",
        "ended": "Cette adresse ne suit rien",
    },
}


class Her:
    """What she sees and taps, on the site and in her mail program."""

    def __init__(self, page, server, language):
        self.page, self.server, self.words = page, server, WORDS[language]
        self.base = f"{server.url}/{language}/"
        self.seen = []
        page.set_viewport_size(THUMB)

    def sees(self):
        """The page before her, to be looked at again with others."""
        self.seen.append(self.page.url)

    def expect_all_well(self):
        assert wrong_with(self.page, self.seen) == {}
        self.page.set_viewport_size(THUMB)

    def tap(self, name, role="button"):
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=self.words[name], exact=True).click()

    def reads(self, written):
        """The mail as her program draws it, its links leading to this server."""
        ours = re.sub(r"https?://[^/\"'<\s]+(?=/)", self.server.url, written.html)
        self.page.route(BOX, lambda route: route.fulfill(body=ours, content_type="text/html"))
        self.page.goto(BOX)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= THUMB["width"]

    def asks(self):
        self.page.goto(f"{self.base}territories/02/")
        self.tap("follow", "link")
        self.sees()
        self.page.locator("#email").fill(AMAL)
        self.tap("send")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words["sent"])
        self.sees()

    def confirms(self, written):
        self.reads(written)
        with self.page.expect_navigation():
            self.page.locator("a[href*='/following/confirm/']").click()
        self.sees()
        with self.server.still:
            assert not Following.objects.confirmed().exists()  # to open it is not to follow
        self.tap("yes")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words["followed"])
        expect(self.page.get_by_role("link", name=self.words["region"])).to_be_visible()
        self.sees()


@pytest.fixture
def her(request, server, page, country, monkeypatch):
    monkeypatch.setattr(robots, "SOONEST", -1)
    return Her(page, server, request.param)


def a_week_later():
    with time_machine.travel(now() + timedelta(weeks=1), tick=True):
        return [digests.send(key) for key in digests.due(limit=9)]


@pytest.mark.parametrize("her", ["ar", "fr"], indirect=True)
def test_she_follows_her_region_is_told_and_stops(her, server, page, country):
    her.asks()
    with server.still:
        written = Mail.objects.get(kind="following_confirm")
    her.confirms(written)

    with server.still:
        country.register.publish("Miel d’Aklim", place=BERKANE)
        assert a_week_later() == [True]
        told = Mail.objects.get(kind="digest")
    her.reads(told)
    expect(page.get_by_role("heading", name=her.words["region"])).to_be_visible()
    expect(page.get_by_role("heading", name=her.words["new"])).to_be_visible()
    her.tap("list", "link")
    expect(page.get_by_role("link", name="Miel d’Aklim")).to_be_visible()

    her.reads(told)
    with page.expect_navigation():
        page.get_by_role("link", name="Miel d’Aklim").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Miel d’Aklim")

    her.reads(told)
    her.tap("choose", "link")
    manage = page.url
    her.expect_all_well()
    page.goto(manage)
    her.tap("stop")
    expect(page.get_by_text(her.words["ended"])).to_be_visible()
    with server.still:
        assert not Follower.objects.exists()
        assert not Mail.objects.exists()  # nor does the outbox keep her address


@pytest.mark.parametrize("her", ["ar"], indirect=True)
def test_the_button_of_her_mail_program_ends_it_at_once(her, server, page, country):
    her.asks()
    with server.still:
        written = Mail.objects.get(kind="following_confirm")
    her.confirms(written)
    with server.still:
        country.register.publish("Miel d’Aklim", place=BERKANE)
        a_week_later()
        unsubscribe = Mail.objects.get(kind="digest").unsubscribe
    address = re.sub(r"https?://[^/]+", server.url, unsubscribe)
    # Her program has no cookies of ours, no page before, and follows no redirect (RFC 8058).
    answer = page.context.request.post(
        address, form={"List-Unsubscribe": "One-Click"}, max_redirects=0
    )
    assert answer.status == 200
    with server.still:
        assert not Follower.objects.exists()
