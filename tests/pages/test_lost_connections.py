"""The last tap where the network is thin: nothing typed is lost, and nothing is sent twice."""

import pytest
from playwright.sync_api import expect

from desk import robots
from desk.models import Claim, ClaimDocument, Decision, Submission, Verb
from desk.submissions import pictures
from directory import codes
from tests import people
from tests.pages.phone import PHONE
from tests.pages.test_private_pages import enter
from tests.pictures import jpeg
from tests.submissions import AMAL, sender

__all__ = ["enter", "sender"]

pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]
LOST, UNTAKEN = "لا اتصال بالشبكة", "لم يُستلم"
WAITING = "وصلنا، وسيراجعه مشرف"
PAPER = {"name": "pv.jpg", "mimeType": "image/jpeg", "buffer": jpeg().getvalue()}


class Door:
    """A form whose last button sends to the moderators."""

    def __init__(self, page, server, path):
        self.page, self.server, self.path = page, server, path
        page.goto(f"{server.url}/ar/desk/{path}")

    def send(self):
        self.page.locator(self.button).click()


class Preview(Door):
    button = "form.ledger .button--big"

    def fill(self):
        self.page.locator("#licence").check()
        self.page.locator("#email").fill("fatima@example.org")

    def expect_kept(self):
        expect(self.page.locator("#licence")).to_be_checked()
        expect(self.page.locator("#email")).to_have_value("fatima@example.org")

    def expect_sent_once(self):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(WAITING)
        with self.server.still:
            assert Submission.objects.waiting().count() == 1
            assert Decision.objects.filter(verb=Verb.SUBMIT).count() == 1

    def nothing_came(self):
        return not Submission.objects.waiting().exists()


class Report(Door):
    button = ".steps-form .button--big"

    def fill(self):
        self.page.locator("[name=subject][value=closed]").check()
        self.page.locator("#words").fill("الباب مغلق منذ سنة")

    def expect_kept(self):
        expect(self.page.locator("[name=subject][value=closed]")).to_be_checked()
        expect(self.page.locator("#words")).to_have_value("الباب مغلق منذ سنة")

    def expect_sent_once(self):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(WAITING)
        with self.server.still:
            assert Submission.objects.filter(kind="report").count() == 1

    def nothing_came(self):
        return not Submission.objects.filter(kind="report").exists()


class Claiming(Door):
    button = ".steps-form .dock__next"

    def fill(self):
        self.page.locator("[name=proof][value=document]").check()
        self.page.locator("[name=contact]").fill("0612345678")
        self.page.locator("[name=words]").fill("رئيسة التعاونية")
        self.page.locator("[name=documents]").set_input_files(PAPER)

    def expect_kept(self):
        expect(self.page.locator("[name=proof][value=document]")).to_be_checked()
        expect(self.page.locator("[name=words]")).to_have_value("رئيسة التعاونية")
        chosen = "input => [...input.files].map(({ name }) => name)"
        assert self.page.locator("[name=documents]").evaluate(chosen) == ["pv.jpg"]

    def expect_sent_once(self):
        expect(self.page.locator("main [role=status]").first).to_be_visible()
        expect(self.page.locator(".documents img")).to_have_count(1)
        with self.server.still:
            assert (Claim.objects.count(), ClaimDocument.objects.count()) == (1, 1)

    def nothing_came(self):
        return not Claim.objects.exists()


class Pictures(Door):
    """Not the last tap, but the one that carries most."""

    button = "button[value=send]"

    def fill(self):
        self.page.locator("#photos").set_input_files(PAPER)
        expect(self.page.locator("canvas.chosen-picture")).to_be_visible()

    def expect_kept(self):
        expect(self.page.locator("canvas.chosen-picture")).to_be_visible()
        assert self.page.locator("#photos").evaluate("input => input.files.length") == 1

    def expect_sent_once(self):
        expect(self.page.locator(".photo img")).to_have_count(1)
        expect(self.page.locator("canvas.chosen-picture")).to_have_count(0)
        with self.server.still:
            assert len(pictures.proposed(Submission.objects.get())) == 1

    def nothing_came(self):
        return not pictures.proposed(Submission.objects.get())


@pytest.fixture(params=[Preview, Report, Claiming, Pictures])
def door(request, server, page, country, sender, enter, monkeypatch):
    monkeypatch.setattr(robots, "SOONEST", -1)
    page.set_viewport_size(PHONE)
    amal = codes.show(country.amal.code)
    path = f"{request.param.__name__.lower()}/{amal}/".replace("claiming", "claim")
    if request.param in (Preview, Pictures):
        with server.still:
            sender.begin(**AMAL)
        path = path.replace(amal, "").replace("/", "")
        path = f"register/{sender.secret}/{path}/"
    if request.param is Claiming:
        enter(people.person("fatima@athar.example", language="ar"))
    opened = request.param(page, server, path)
    opened.fill()
    return opened


def lose_the_answer(page):
    """The network breaks once what was sent is there, before its answer is back."""

    def lost(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    page.route("**/desk/**", lost)


def test_without_a_network_the_last_tap_keeps_the_page(server, page, door):
    page.context.set_offline(True)
    door.send()
    expect(page.locator(".toast")).to_contain_text(LOST)
    door.expect_kept()
    with server.still:
        assert door.nothing_came()
    page.context.set_offline(False)
    door.send()
    door.expect_sent_once()


def test_what_came_though_its_answer_was_lost_is_sent_once(server, page, door):
    lose_the_answer(page)
    door.send()
    expect(page.locator(".toast")).to_contain_text(LOST)
    door.expect_kept()
    with server.still:
        assert not door.nothing_came()
    page.unroute_all()
    door.send()
    door.expect_sent_once()


def test_two_taps_send_once(page, door):
    sent = []
    page.on("request", lambda one: one.method == "POST" and sent.append(one.url))
    page.locator(door.button).evaluate("button => { button.click(); button.click(); }")
    door.expect_sent_once()
    assert len(sent) == 1


def test_a_server_that_fails_loses_nothing(server, page, door):
    page.route("**/desk/**", lambda route: route.fulfill(status=503, body="busy"))
    door.send()
    expect(page.locator(".toast")).to_contain_text(UNTAKEN)
    door.expect_kept()
    page.unroute_all()
    door.send()
    door.expect_sent_once()


@pytest.mark.parametrize("door", [Pictures], indirect=True)
def test_what_is_wrong_comes_in_a_page_that_does_all_it_did(page, door):
    page.locator("#photos").set_input_files(PAPER | {"buffer": b"no picture"})
    door.send()
    expect(page.locator("#photos")).to_be_focused()
    expect(page.locator(".field--wrong")).to_contain_text("pv.jpg")
    door.fill()
    expect(page.locator(".field--wrong")).to_have_count(0)
    door.send()
    door.expect_sent_once()
