"""Following by mail: asked for, confirmed, told once a week what changed, ended by a tap."""

import itertools
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import call_command
from django.utils.timezone import now

from desk import bounces, erasing, mail
from desk.following import asking, digests
from desk.following.asking import Followed
from desk.models import Follower, Following, Mail
from desk.submissions.refusals import TooManyBegun
from directory import codes
from tests import people

AMAL = "amal@athar.example"
SECTOR = Followed(query="demo=any&sector=argan&status=active")


@pytest.fixture
def argan(in_force, register):
    return register.publish("Argan Nador", sectors=["argan"])


def asked(what=SECTOR, *, address=AMAL, language="fr", **more):
    return asking.follow(what, address=address, language=language, said="?", **more)


def followed(what=SECTOR, *, address=AMAL, language="fr"):
    asked(what, address=address, language=language)
    one = Following.objects.latest("pk")
    asking.confirm(one, language=language)
    Mail.objects.all().delete()
    return one


@pytest.fixture
def later():
    """A week passes whenever digests are sent."""
    weeks = itertools.count(1)

    def send():
        with time_machine.travel(now() + timedelta(weeks=next(weeks)), tick=True):
            return [digests.send(key) for key in digests.due(limit=99)]

    return send


# ---- asked for -----------------------------------------------------------------------------------


def test_nothing_counts_before_the_mail_is_answered(argan, later, register):
    asked()
    [one] = Mail.objects.all()
    assert (one.to, one.kind) == (AMAL, "following_confirm")
    register.publish("Autre", sectors=["argan"])
    assert later() == []


def test_an_address_is_written_to_some_times_and_no_more(argan):
    for _again in range(9):
        asked()
    for sector in ("honey", "crafts", "fishing", "tourism"):
        asked(Followed(query=f"sector={sector}"))
    assert Mail.objects.count() == 5  # three of the first, and of two more
    assert Following.objects.count() == asking.WAITING_MOST


def test_too_many_from_one_network_address_are_refused(argan):
    for at in range(40):
        asked(address=f"a{at}@athar.example", origin="192.0.2.1")
    with pytest.raises(TooManyBegun):
        asked(address="b@athar.example", origin="192.0.2.1")


def test_her_own_address_needs_no_mail_and_a_strangers_does(argan):
    amal = people.person(AMAL)
    assert asked(by=amal) is not None
    assert asked(by=amal, address="other@athar.example") is None
    assert [one.to for one in Mail.objects.all()] == ["other@athar.example"]
    assert Following.objects.confirmed().count() == 1


def test_what_nobody_confirmed_is_forgotten_with_its_address(argan):
    asked()
    kept = followed(Followed(actor=argan.code), address="hind@athar.example")
    assert asking.forget_unconfirmed(now()) == 1
    assert not Mail.objects.filter(to=AMAL).exists()  # nor does the outbox keep it
    assert [one.pk for one in Following.objects.all()] == [kept.pk]
    assert [one.address for one in Follower.objects.all()] == ["hind@athar.example"]


# ---- told ----------------------------------------------------------------------------------------


def test_what_is_new_changed_and_gone_is_told_once_in_her_language(argan, register, later):
    gone = register.publish("Argan parti", sectors=["argan"])
    miel = register.publish("Miel", sectors=["honey"])
    followed(language="ar")
    register.change(argan, names={"fr": "Argan autrement"})
    register.publish("Argan nouveau", sectors=["argan"])
    register.change(miel, sectors=["argan"])
    register.withdraw(gone)
    assert later() == [True]
    [told] = Mail.objects.all()
    assert (told.to, told.language, told.kind) == (AMAL, "ar", "digest")
    assert 'dir="rtl"' in told.html
    lines = {
        "Argan nouveau": "جديد في السجل",
        "Argan autrement": "تغيير",
        "Miel": "صار منها",
        "Argan parti": "لم يعد منها",
    }
    for name, word in lines.items():
        assert re.search(rf"^## {word}: 1\n\n.*{name}.* http", told.text, re.MULTILINE), name
    Mail.objects.all().delete()
    assert later() == [False]
    assert not Mail.objects.exists()


def test_a_week_without_changes_brings_no_mail(argan, register, later):
    followed()
    register.publish("Miel", sectors=["honey"])
    assert later() == [False]
    assert not Mail.objects.exists()


def test_who_was_told_today_is_not_looked_for_before_a_week(argan, register):
    followed()
    register.publish("Autre", sectors=["argan"])
    with time_machine.travel(now() + timedelta(days=7)):
        call_command("send_digests")
        register.publish("Encore", sectors=["argan"])
        call_command("send_digests")
        assert Mail.objects.filter(kind="digest").count() == 1


def test_one_mail_tells_all_that_an_address_follows(argan, register, later):
    followed()
    followed(Followed(actor=argan.code))
    register.change(argan, names={"fr": "Argan autrement"})
    assert later() == [True]
    [told] = Mail.objects.all()
    assert len(re.findall("^# ", told.text, re.MULTILINE)) == 2
    assert f"/fr/actors/{codes.show(argan.code)}/" in told.text


def test_figures_that_one_revision_changed_are_one_line_marked_as_an_example(
    argan, register, later
):
    invented = register.publish("Exemple", sectors=["argan"], is_demo=True)
    followed(Followed(actor=invented.code), language="en")
    for members in (40, 41):
        register.report(invented, members=members, jobs=9)
    assert later() == [True]
    [told] = Mail.objects.all()
    assert told.text.count("Figures changed") == 2
    assert "emonstration" in told.text


def test_an_actor_is_told_of_until_it_leaves(argan, register, later):
    followed(Followed(actor=argan.code))
    register.withdraw(argan)
    assert later() == [True]
    [told] = Mail.objects.all()
    assert "Retirée du registre" in told.text or "Retiré du registre" in told.text


def test_what_another_process_told_meanwhile_is_not_told_again(argan, register, monkeypatch):
    one = followed()
    register.publish("Autre", sectors=["argan"])
    reads = digests.section

    def overtaken(*words):
        found = reads(*words)
        Follower.objects.update(told_at=now())
        return found

    monkeypatch.setattr(digests, "section", overtaken)
    with pytest.raises(digests.ToldMeanwhile):
        digests.send(one.follower_id)
    assert not Mail.objects.exists()


def test_killed_before_the_mail_was_written_nothing_counts_as_told(argan, register, monkeypatch):
    one = followed()
    register.publish("Autre", sectors=["argan"])

    def killed(*words, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mail, "post", killed)
        with pytest.raises(KeyboardInterrupt):
            digests.send(one.follower_id)
    assert digests.send(one.follower_id)
    assert Mail.objects.count() == 1


def test_an_address_whose_mails_come_back_is_told_nothing_until_it_confirms_again(
    argan, register, later
):
    one = followed()
    bounces.note(AMAL, "5.1.1", sent_at=now())
    register.publish("Autre", sectors=["argan"])
    assert later() == []
    asking.confirm(one, language="fr")
    assert later() == [True]


def test_a_digest_can_be_ended_by_a_button_of_the_mail_program(
    argan, register, later, settings, client
):
    followed()
    register.publish("Autre", sectors=["argan"])
    later()
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "mail.athar.example"}
    mail.send(Mail.objects.get())
    [sent] = django_mail.outbox
    headers = sent.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_ADDRESS)
    client.get(address)
    assert Following.objects.exists()  # a scanner opened it
    # No redirect: mail programs follow none (RFC 8058).
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert client.get(address).status_code == 200
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_an_erased_account_leaves_no_address_behind(argan):
    followed()
    followed(address="other@athar.example")
    bounces.note(AMAL, "5.1.1", sent_at=now())
    erasing.erase(people.person(AMAL))
    assert [one.address for one in Follower.objects.all()] == ["other@athar.example"]
    assert bounces.bouncing(AMAL) is None
