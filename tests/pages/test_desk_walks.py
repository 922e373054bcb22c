"""What people come to the desk for, walked on a phone in Arabic, and in French without scripts: a
profile is claimed, shared, corrected without an account, found true, reported closed. Fields and
buttons are found by their names, so that one walk reads either language.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from desk import reminders, roles, submissions
from desk.models import Claim, Mail, Person, Reminder, Submission
from directory import codes
from tests import people
from tests.pages.phone import language, phone, scripts
from tests.pictures import jpeg
from tests.submissions import sender

__all__ = ["language", "phone", "scripts", "sender"]

# allauth's own templates, inside our layout, ask for what may not be there.
pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]


def link_of(kind, server, language):
    """The private address that the last mail of a kind leads to."""
    with server.still:
        told = Mail.objects.filter(kind=kind).latest("queued_at")
    return re.search(rf"/{language}/desk/\S+/", told.text)[0]


def test_she_claims_her_cooperative_and_then_keeps_it(server, phone, country, language):
    with server.still:
        fatima = people.person("fatima@athar.example", language=language)
        hind = people.moderator("region", "02")
    code = country.amal.code
    phone.enter(fatima)
    phone.open(f"/{language}/actors/{codes.show(code)}/").tap("a[href*='/desk/claim/']")
    phone.choose("proof", "document").fill(contact="0612345678")
    paper = {"name": "pv.jpg", "mimeType": "image/jpeg", "buffer": jpeg().getvalue()}
    phone.page.locator("[name=documents]").set_input_files(paper)
    phone.tap("button[value=keep]")
    expect(phone.page.locator(".documents img")).to_have_count(1)
    expect(phone.page.locator("[name=contact]")).to_have_value("0612345678")
    phone.tap(".steps-form .dock button")
    expect(phone.page.locator(".field--wrong [name=words]")).to_have_count(1)
    phone.fill(words="رئيسة التعاونية، والمحضر عندي").tap(".steps-form .dock button")
    expect(phone.page.locator("main [role=status]").first).to_be_in_viewport()
    assert roles.role_on(fatima, code) is None
    with server.still:
        claim = Claim.objects.get()
    phone.enter(hind)
    phone.open(f"/{language}/moderation/").tap("a[href$='/moderation/claims/']")
    phone.tap(f"a[href$='/moderation/claims/{claim.pk}/']").choose("do", "accept")
    phone.page.locator("[name=proof]").select_option("document")
    phone.page.locator("[name=role]").select_option("owner")
    phone.fill(note="Vu le procès-verbal.").tap(".steps-form button")
    phone.enter(fatima)
    phone.open(f"/{language}/desk/").tap(f"a[href$='/desk/change/{codes.show(code)}/']")
    phone.tap("main form button").tap("a.door[href$='/activity/']")
    phone.fill(**{f"products_{language}": "Miel d’euphorbe"})
    phone.tap(".dock__next").tap("main > * a.button--big")
    phone.choose("licence", "1").tap("form.ledger button[type=submit]")
    with server.still:
        assert roles.role_on(fatima, code) == "owner"
        assert Submission.objects.waiting().get().author == fatima


def test_an_owner_invites_somebody_who_signs_up_on_the_way(server, phone, country, language):
    code = country.amal.code
    with server.still:
        owner = people.steward(code)
    phone.enter(owner)
    phone.open(f"/{language}/desk/").tap(f"a[href$='/{codes.show(code)}/stewards/']")
    phone.fill(address="yto@athar.example").choose("role", "editor")
    phone.page.locator("select[name=language]").select_option(language)
    phone.tap("button[value=invite]")
    phone.page.context.clear_cookies()
    link = link_of("steward_invited", server, language)
    phone.open(link).tap("main a[href*='/account/signup/']").sign_up("yto@athar.example")
    phone.page.wait_for_url(f"**{link}")
    phone.tap("button[value=accept]")
    with server.still:
        yto = Person.objects.get(email="yto@athar.example")
        assert roles.role_on(yto, code) == "editor"
    phone.open(link)
    expect(phone.page.locator("button[value=accept]")).to_have_count(0)
    phone.open(f"/{language}/account/").fill(name="Yto")
    with phone.page.expect_navigation():
        phone.page.locator("[name=name]").press("Enter")
    with server.still:
        yto.refresh_from_db()
    assert (yto.name, yto.language) == ("Yto", language)


def test_a_reader_corrects_a_profile_without_an_account_and_follows_it(
    server, phone, country, language
):
    code = country.amal.code
    page = phone.page
    phone.open(f"/{language}/actors/{codes.show(code)}/").tap("a[href*='/desk/change/']")
    phone.tap("main form button").tap("a.door[href$='/name/']")
    phone.fill(name_fr="Coopérative Amale").tap(".dock__next").tap("main > * a.button--big")
    phone.choose("licence", "1").tap("form.ledger button[type=submit]")
    follow = page.url.removeprefix(phone.base)
    expect(page.locator("ins")).to_have_text("Coopérative Amale")
    phone.page.locator("details:has([name=take_up]) > summary").click()
    phone.tap("button[name=take_up]").tap("a.door[href$='/name/']")
    phone.fill(name_fr="Coopérative Amal").tap(".dock__next").tap("main > * a.button--big")
    phone.choose("licence", "1").tap("form.ledger button[type=submit]")
    phone.tap("button[name=account][value=signup]").sign_up("reader@athar.example")
    page.wait_for_url(f"**{follow}")
    with server.still:
        held = Submission.objects.waiting().get()
        assert held.author.email == "reader@athar.example"
        submissions.accept(held, by=None)
    phone.open(follow)
    expect(page.locator("button[name=withdraw]")).to_have_count(0)
    phone.tap(f"a[href*='{codes.show(code)}']")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Coopérative Amal" if language == "fr" else "تعاونية الأمل"
    )


def test_one_tap_says_that_a_profile_is_still_correct(
    server, phone, country, monkeypatch, language
):
    monkeypatch.setattr(reminders, "YEAR", date.resolution * 0)
    with server.still:
        people.steward(country.amal.code, language=language)
        for one in reminders.due(limit=9):
            reminders.send(one)
    link = link_of(Mail.objects.latest("queued_at").kind, server, language)
    phone.open(link)
    assert Reminder.objects.get().answered_at is None
    phone.tap("main form button")
    expect(phone.page.get_by_role("status").first).to_be_visible()
    with server.still:
        assert Reminder.objects.get().answered_at
        reminders.publish_answers()
    phone.open(f"/{language}/actors/{codes.show(country.amal.code)}/")
    expect(phone.page.locator(".fresh, .tag--ok").first).to_be_visible()


def test_a_moderator_closes_what_a_reader_reported_and_takes_it_back(
    server, phone, country, sender, language, scripts
):
    code = country.amal.code
    with server.still:
        hind = people.moderator("region", "02")
        sender.register(name={"name_fr": "Une autre"})
    phone.open(f"/{language}/desk/report/{codes.show(code)}/").choose("subject", "closed")
    phone.fill(words="La porte est close.").tap("main form button[type=submit]")
    phone.enter(hind)
    page = phone.open(f"/{language}/moderation/").page
    if scripts:
        page.locator("[data-choose-all]").check()
        expect(page.locator("[data-chosen]")).to_contain_text("2")
    else:
        phone.tap("button[name=all]")
        expect(page.locator("[name=id]")).to_have_count(2)
        page.go_back()
    with server.still:
        held = Submission.objects.get(subject="closed")
    phone.tap(f"a[href*='/moderation/{held.pk}/']")
    phone.fill(closed="٠٣/٢٠٢٤").tap("button[value=closed]").tap("[data-key=a]")
    phone.open(f"/{language}/moderation/decided/").tap("a[href$='#undo']")
    page.locator("#undo [name=reason]").select_option("mistaken")
    phone.tap("button[value=undo]")
    with server.still:
        held.refresh_from_db()
        assert held.state == "waiting"
        verbs = list(held.decisions.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submit", "accept", "reopen"]
