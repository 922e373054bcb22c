"""What moderators and those they trust do, walked on a phone: an earlier version is restored, two
profiles become one and two again, several contributions are accepted together, a story is
published, a small change is public at once.
"""

import pytest
from playwright.sync_api import expect

from desk import submissions
from desk.models import Submission, Writing
from desk.moderation import trust
from desk.submissions import facts
from directory import codes
from directory.models import Revision
from tests import people
from tests.pages.phone import language, phone, scripts
from tests.submissions import sender
from tests.writings import STORY

__all__ = ["language", "phone", "scripts", "sender"]

pytestmark = pytest.mark.pages


@pytest.fixture
def hind(server, country):
    with server.still:
        return people.moderator("region", "02", name="Hind")


def names_of(server, actor):
    """Those of the profile that stands; None where none does."""
    with server.still:
        found = facts.current(actor.code)
    return found and found[1].names


def test_she_reads_a_history_tells_two_versions_apart_and_restores_the_earlier(
    server, phone, country, hind, language
):
    code = codes.show(country.amal.code)
    phone.enter(hind).open(f"/{language}/moderation/")
    phone.page.locator("[name=q]").fill(code)
    phone.tap("form.code-box button[type=submit]")
    assert phone.page.url.endswith(f"/{language}/moderation/actors/{code}/")
    phone.tap("form.queue-filters__fields button[type=submit]")
    expect(phone.page.locator("table.differences ins")).to_contain_text("d’Aklim")
    phone.tap("a.history__act[href*='/versions/']")
    expect(phone.page.locator("table.differences del")).to_contain_text("d’Aklim")
    phone.tap("form.steps-form button[type=submit]")
    expect(phone.page.locator(".field--wrong [name=reason]")).to_have_count(1)
    phone.page.locator("[name=reason]").select_option("mistaken-change")
    phone.tap("form.steps-form button[type=submit]")
    assert names_of(server, country.amal)["fr"] == "Coopérative Al Amal"
    expect(phone.page.get_by_text("Hind").first).to_be_visible()
    phone.open(f"/{language}/actors/{code}/")
    expect(phone.page.get_by_text("d’Aklim").first).to_be_visible()  # in its public history


def test_she_merges_two_profiles_and_splits_them_back(server, phone, country, hind, language):
    with server.still:
        twin = country.register.publish("Coop Amal", place=country.amal.place)
    goes, stays = codes.show(twin.code), codes.show(country.amal.code)
    phone.enter(hind).open(f"/{language}/moderation/actors/{goes}/")
    phone.tap(f"a[href$='/actors/{goes}/merge/']")
    phone.page.locator("main [name=q]").fill("Aklim")
    phone.tap("main form[role=search] button[type=submit]").tap(f"a[href*='with={stays}']")
    phone.page.locator("[name='field:names.fr'][value=goes]").check()
    phone.tap("button[name=look]")
    expect(phone.page.locator("table.differences ins")).to_have_text("Coop Amal")
    assert names_of(server, twin) == {"fr": "Coop Amal"}  # nothing was done yet
    phone.tap("button[name=back]").tap("button[name=look]").tap("button[name=merge]")
    assert names_of(server, twin) is None
    assert names_of(server, country.amal)["fr"] == "Coop Amal"
    phone.open(f"/a/{goes}")
    assert stays in phone.page.url
    phone.open(f"/{language}/moderation/actors/{stays}/").tap(f"a[href$='/actors/{goes}/return/']")
    phone.page.locator("[name=reason]").select_option("not-a-duplicate")
    phone.tap("form.steps-form button[type=submit]")
    assert names_of(server, twin) == {"fr": "Coop Amal"}
    phone.open(f"/a/{goes}")
    assert goes in phone.page.url


def test_she_looks_at_several_and_accepts_them_in_one_revision(
    server, phone, country, sender, hind, language
):
    with server.still:
        three = [sender.register(name={"name_fr": f"Miel {n}"}) for n in ("Un", "Deux", "Trois")]
        doubtful = sender.register(
            name={"name_fr": "Grande"}, figures={"year": "2025", "members": "9000"}
        )
        head = Revision.objects.head().number
    page = phone.enter(hind).open(f"/{language}/moderation/").page
    for one in (*three[:2], doubtful):
        page.locator(f"[name=id][value='{one.pk}']").check()
    phone.tap("form[action$='/moderation/bulk/'] button:not([name])")
    expect(page.get_by_text("Miel Deux").first).to_be_visible()
    expect(page.locator(f"[name=id][value='{doubtful.pk}']")).not_to_be_checked()
    phone.tap("button[value=accept]")
    with server.still:
        states = dict(Submission.objects.values_list("pk", "state"))
        assert Revision.objects.head().number == head + 1
    assert [states[one.pk] for one in three] == ["accepted", "accepted", "waiting"]
    assert states[doubtful.pk] == "waiting"
    expect(page.get_by_text("Miel Trois").first).to_be_visible()
    expect(page.get_by_text("Miel Un")).to_have_count(0)


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 800, 6), (360, 740, 1)])
def test_what_waits_begins_in_the_first_screen(
    server, phone, country, sender, hind, language, width, height, least
):
    with server.still:
        for n in range(8):
            sender.register(name={"name_fr": f"Miel {n}", "name_ar": f"عسل {n}"})
    page = phone.enter(hind).page
    page.set_viewport_size({"width": width, "height": height})
    phone.open(f"/{language}/moderation/?kind=new-profile")
    ends = page.locator("[data-queue-row]").evaluate_all(
        "rows => rows.map((row) => row.getBoundingClientRect().bottom)"
    )
    assert sum(end <= height for end in ends) >= least


def test_a_steward_s_story_is_written_looked_at_and_public(server, phone, country, hind, language):
    code = country.amal.code
    with server.still:
        fatima = people.steward(code, email="fatima@athar.example", language=language)
    page = phone.enter(fatima).open(f"/{language}/desk/").page
    phone.tap(f"a[href*='/desk/stories/new/?actor={codes.show(code)}']")
    title = STORY[f"title_{language}"]
    phone.fill(**{name: STORY[name] for name in (f"title_{language}", f"text_{language}")})
    phone.fill(**{name: STORY[name] for name in ("told", "consent_on", "consent_to")})
    phone.fill(consent_words="أوافق.")
    phone.choose("consent_form", "written").tap("form.steps-form button[type=submit]")
    expect(page.locator(".field__error")).to_have_count(1)  # what she knows is still to be said
    page.locator("[name=knows]").check()
    phone.tap("form.steps-form button[type=submit]").tap("button[value=send]")
    with server.still:
        held = Writing.objects.get()
    assert held.state == "waiting"
    phone.open(f"/{language}/stories/")
    expect(page.get_by_text(title)).to_have_count(0)
    phone.enter(hind).open(f"/{language}/moderation/").tap("a[href$='/moderation/writings/']")
    phone.tap(f"a[href$='/moderation/writings/{held.pk}/']").tap("button[value=accept]")
    phone.open(f"/{language}/stories/").tap(f"main a:has-text('{title}')")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_trusted_steward_s_small_change_is_public_at_once(
    server, phone, country, sender, hind, language
):
    code = country.amal.code
    with server.still:
        fatima = people.steward(code, language=language)
        first = submissions.adopt(sender.begin(code, activity={"products_fr": "Miel"}), fatima)
        trust.give(first, by=hind)
    page = phone.enter(fatima).open(f"/{language}/desk/change/{codes.show(code)}/").page
    phone.tap("main form button").tap("a.door[href$='/activity/']")
    phone.fill(**{f"products_{language}": "Miel d’euphorbe"})
    phone.tap(".dock__next").tap("main > * a.button--big")
    phone.choose("licence", "1").tap("form.ledger button[type=submit]")
    with server.still:
        sent = Submission.objects.exclude(pk=first.pk).get()
        assert (sent.state, sent.look_later) == ("accepted", True)
    phone.open(f"/{language}/actors/{codes.show(code)}/")
    expect(page.get_by_text("Miel d’euphorbe").first).to_be_visible()
    phone.enter(hind).open(f"/{language}/moderation/?show=look-later")
    phone.tap(f"a[href*='/moderation/{sent.pk}/']").tap("button[value=looked]")
    with server.still:
        sent.refresh_from_db()
        assert not sent.look_later
