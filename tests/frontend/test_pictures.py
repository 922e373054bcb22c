"""Logo and photos of a profile: sent, told about, seen by whom they should be, taken away."""

import io
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from desk import submissions
from desk.models import Consent, PictureRemoval, ProposedPicture, ProposedPictureFile, Submission
from desk.moderation import trust
from desk.moderation.undoing import undo
from desk.pictures import written
from desk.submissions import pictures
from directory import codes
from directory.models import Actor, Picture, PictureFile
from directory.publishing import withdraw
from directory.publishing.redact import redact_actor
from tests import people
from tests.pictures import jpeg, picture
from tests.submissions import AMAL, sender

__all__ = ["sender"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(sender):
    """The address of a draft's step of pictures, and its submission."""
    made = sender.begin(**AMAL)
    return f"/fr/desk/register/{sender.secret}/pictures/", made


def send(client, path, **given):
    answer = client.post(path, given)
    answer.text = answer.content.decode()
    return answer


def said(key, **more):
    told = {"licence": "CC-BY-4.0", "alt_ar": "ورشة", "alt_fr": "L’atelier", "agreed": "on"} | more
    return {f"{name}_{key}": value for name, value in told.items()}


def public(code):
    return f"/fr/actors/{codes.show(code)}/"


# --- sending --------------------------------------------------------------------------------------


def test_a_logo_and_photos_are_sent_told_about_and_published(draft, client, get):
    path, made = draft
    files = [jpeg(seed=1), jpeg(seed=2)]
    sent = send(client, path, do="send", logo=picture("PNG", size=(200, 200)), photos=files)
    assert (sent.status_code, sent["Location"]) == (303, f"{path}#pictures")
    logo, first, second = ProposedPicture.objects.all()
    told = said(first.key, credit="Amina") | said(second.key, alt_fr="", licence="here")
    done = send(client, path, go="next", **told, **{f"agreed_{logo.key}": "on"},
                **{f"licence_{logo.key}": "here"})  # fmt: skip
    assert (done.status_code, done["Location"][-9:]) == (303, "/preview/")

    preview = get(path.replace("pictures/", "preview/"))
    assert "L’atelier" in preview.text
    assert f"{path}{first.key}.webp" in preview.text
    send(client, path.replace("pictures/", "preview/"), licence="1", email="a@example.org")
    [waiting] = Submission.objects.waiting()
    agreed = Consent.objects.get(submission=waiting, subject="pictures")
    assert "logo de la structure" in agreed.words
    assert "qu’on peut y reconnaître" in agreed.words
    assert get(f"/pictures/{first.key}.webp").status_code == 404

    accepted = submissions.accept(waiting, by=None)
    page = get(get(public(accepted.actor_id))["Location"])
    assert 'alt="L’atelier" lang="fr"' in page.text
    assert 'lang="ar"' in page.text
    assert "Amina" in page.text
    assert page.text.count('loading="lazy"') == 2
    for one in (logo, first, second):
        assert f"/pictures/{one.key}.webp" in page.text


def test_a_public_picture_is_a_picture_and_nothing_else(shown, client):
    answer = client.get(f"/pictures/{shown.key}.webp")
    assert answer.content[:4] == b"RIFF"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    again = client.get(f"/pictures/{shown.key}.webp", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_photo_nobody_told_about_is_asked_about_and_not_sent(draft, client):
    path, made = draft
    send(client, path, do="send", photos=jpeg())
    wrong = send(client, path, go="next", licence_x="")
    assert wrong.status_code == 422
    assert "Dites en quelques mots" in wrong.text
    assert "Sans cela" in wrong.text
    with pytest.raises(submissions.sending.Unfinished):
        submissions.submit(made, consents={"licence": "Yes.", "pictures": "Yes."})


def test_what_is_still_to_be_said_of_a_picture_is_said_before_anybody_goes_on(draft, client):
    path, made = draft
    came = send(client, path, go="next", photos=jpeg(), logo=picture(seed=3))
    assert (came.status_code, came["Location"]) == (303, f"{path}#pictures")
    asked = client.get(path).content.decode()
    assert "Pour continuer, dites ce qu’elle montre et cochez" in asked
    assert "Pour continuer, cochez qu’elle peut être publiée" in asked
    photo, logo = made.pictures.get(kind="photo"), made.pictures.get(kind="logo")
    send(client, path, do="send", **said(photo.key), **{f"licence_{logo.key}": "here"})
    asked = client.get(path).content.decode()
    assert asked.count("Pour continuer,") == 1  # the logo's
    send(client, path, do="send", **said(photo.key, alt_ar="", alt_fr=""), **said(logo.key))
    assert "Pour continuer, dites ce qu’elle montre." in client.get(path).content.decode()


def test_a_bad_file_is_told_by_its_field_and_the_good_ones_and_the_words_stay(draft, client):
    path, made = draft
    send(client, path, do="send", photos=jpeg(seed=1))
    key = made.pictures.get().key
    drawing = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    drawing.name = "<b>dessin.svg"
    files = [drawing, jpeg(seed=2), jpeg(seed=1)]
    answer = send(client, path, go="next", photos=files, **said(key, alt_fr="Mes mots"))
    assert answer.status_code == 422
    assert "&lt;b&gt;dessin.svg: C’est un dessin SVG" in answer.text
    assert "Cette image est déjà là" in answer.text
    assert 'value="Mes mots"' in answer.text
    assert made.pictures.count() == 2


def test_there_is_room_for_six_photos_and_one_logo(draft, client):
    path, made = draft
    answer = send(client, path, do="send", photos=[jpeg(seed=n, size=(60, 60)) for n in range(8)])
    assert "de la place pour 6 photos" in answer.text
    for seed in (20, 21):
        send(client, path, do="send", logo=picture(seed=seed, size=(60, 60)))
    assert (made.pictures.filter(kind="photo").count(), made.pictures.count()) == (6, 7)


def test_photos_are_moved_and_taken_out(draft, client):
    path, made = draft
    send(client, path, do="send", photos=[jpeg(seed=1), jpeg(seed=2)])
    first, second = [one.key for one in made.pictures.all()]
    send(client, path, do=f"up-{second}")
    assert [one.key for one in made.pictures.all()] == [second, first]
    send(client, path, do=f"out-{second}")
    send(client, path, do=f"out-{second}")  # pressed twice
    assert [one.key for one in made.pictures.all()] == [first]
    assert ProposedPictureFile.objects.filter(digest=second).count() == 0


def test_a_request_too_large_is_not_even_read(draft, client):
    path, _made = draft
    answer = client.generic("POST", path, b"", CONTENT_LENGTH=str(70 * 2**20))
    assert answer.status_code == 413
    assert "trop lourds ensemble" in answer.content.decode()


# --- who sees what --------------------------------------------------------------------------------


def test_what_is_not_accepted_opens_by_its_own_link_alone(sender, client):
    held = sender.register(photo=jpeg())
    key, link = held.pictures.get().key, sender.secret
    sender.begin(**AMAL)
    for path, status in {
        f"/fr/desk/register/{link}/pictures/{key}.webp": 200,
        f"/fr/desk/register/{sender.secret}/pictures/{key}.webp": 404,
        f"/fr/desk/register/{link}/pictures/{'0' * 64}.webp": 404,
        f"/pictures/{key}.webp": 404,
        "/pictures/..%2f..%2fetc.webp": 404,
    }.items():
        assert client.get(path).status_code == status, path
    private = client.get(f"/fr/desk/register/{link}/pictures/{key}.webp")
    assert "no-store" in private["Cache-Control"]


@pytest.fixture
def shown(sender):
    """A photo the public sees."""
    submissions.accept(sender.register(photo=jpeg()), by=None)
    return Picture.objects.get()


def test_pictures_of_who_was_withdrawn_are_shown_no_more(shown, client):
    withdraw([shown.actor.code], role="moderator", reason="abusive")
    assert client.get(f"/pictures/{shown.key}.webp").status_code == 404


def test_a_change_begins_with_what_is_public_and_shows_both_to_the_moderator(shown, sender, client):
    code = shown.actor.code
    change = sender.begin(code)
    path = f"/fr/desk/register/{sender.secret}/pictures/"
    assert f"/pictures/{shown.key}.webp" in client.get(path).content.decode()
    send(client, path, do="send", photos=jpeg(seed=5))
    new = change.pictures.exclude(key=shown.key).get()
    pictures.say(change, said(new.key))
    sent = submissions.submit(change, consents={"licence": "Yes.", "pictures": "Yes."})
    [told] = submissions.differences(sent)
    assert (told.field, len(told.today), len(told.proposed)) == ("pictures", 1, 2)

    her = people.log_in(Client(), people.moderator())
    page = her.get(f"/fr/moderation/{sent.pk}/").content.decode()
    assert f"/pictures/{shown.key}.webp" in page
    assert f"/fr/moderation/{sent.pk}/pictures/{new.key}.webp" in page
    submissions.accept(sent, by=None, fields=["pictures"])
    assert {one.key for one in Picture.objects.all()} == {shown.key, new.key}
    assert Picture.objects.get(key=shown.key).shown_at == shown.shown_at


def test_the_page_of_an_actor_is_another_once_its_pictures_are(shown, client, get):
    address = get(public(shown.actor.code))["Location"]
    mark = client.get(address)["ETag"]
    shown.delete()
    assert client.get(address, headers={"if-none-match": mark}).status_code == 200


def test_machines_that_read_pages_find_logo_and_image(in_force, register, client, get):
    actor = register.publish("Coopérative")
    made = Picture.objects.create(
        actor=Actor.objects.get(code=actor.code),
        key="",
        kind="photo",
        position=0,
        alt={"fr": "L’atelier"},
        licence="CC-BY-4.0",
    )
    _bytes_of(made)
    page = client.get(get(public(actor.code))["Location"]).content.decode()
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    [image] = json.loads(data)["image"]
    assert image["caption"] == "L’atelier"
    assert image["license"].startswith("https://creativecommons")
    assert image["contentUrl"].endswith(".webp")


def _bytes_of(made):
    for one in written(jpeg(), "photo"):
        PictureFile.objects.create(
            picture=made, digest=one.digest, width=one.width, height=one.height, content=one.content
        )


# --- decided, taken back, taken away, erased ------------------------------------------------------


def test_a_trusted_steward_publishes_her_pictures_at_once(shown, sender):
    code = shown.actor.code
    her = people.steward(code)
    change = sender.begin(code)
    change = sender.put_in(change, "photo", jpeg(seed=7))
    change.author = her
    change.save()
    trust.give(change, by=people.moderator())
    sent = submissions.submit(change, consents={"licence": "Yes.", "pictures": "Yes."}, author=her)
    assert trust.publish_at_once(sent).look_later
    assert Picture.objects.count() == 2


def test_a_decision_taken_back_takes_its_pictures_back(shown, sender):
    change = sender.begin(shown.actor.code)
    sender.put_in(change, "photo", jpeg(seed=7))
    sent = submissions.submit(change, consents={"licence": "Yes.", "pictures": "Yes."})
    accepted = submissions.accept(sent, by=None)
    assert Picture.objects.count() == 2
    undo(accepted, by=people.moderator(), reason="mistaken")
    assert [one.key for one in Picture.objects.all()] == [shown.key]


def test_a_moderator_takes_a_picture_away_at_once_and_for_good(shown, client):
    her = people.log_in(Client(), people.moderator())
    path = f"/fr/moderation/pictures/{codes.show(shown.actor.code)}/"
    assert shown.key in her.get(path).content.decode()
    assert her.post(path, {"picture": shown.key}).status_code == 400  # no reason
    assert her.post(path, {"picture": "0" * 64, "reason": "people"}).status_code == 400
    done = her.post(path, {"picture": shown.key, "reason": "people"})
    assert done.status_code == 303
    assert client.get(f"/pictures/{shown.key}.webp").status_code == 404
    assert PictureFile.objects.count() == ProposedPictureFile.objects.count() == 0
    assert PictureRemoval.objects.get().reason == "people"


def test_redacting_an_actor_erases_its_pictures(shown):
    redact_actor(shown.actor.code, role="moderator", reason="asked")
    assert Picture.objects.count() == PictureFile.objects.count() == 0


def test_taking_away_needs_the_token_of_its_form(shown):
    her = people.log_in(Client(enforce_csrf_checks=True), people.moderator())
    path = f"/fr/moderation/pictures/{codes.show(shown.actor.code)}/"
    assert her.post(path, {"picture": shown.key, "reason": "people"}).status_code == 403
    assert Picture.objects.count() == 1


def test_what_nobody_needs_any_more_is_forgotten(shown):
    sent = Submission.objects.get(state="accepted")
    assert pictures.forget(sent.decided_at) == 0
    assert pictures.forget(now()) == 1
    assert ProposedPictureFile.objects.count() == 0
    assert Picture.objects.count() == 1
    sent.refresh_from_db()
    assert "pictures" not in sent.payload  # so it does not propose to have none


def test_the_database_holds_nothing_but_pictures_that_are_their_digests(shown):
    file = PictureFile.objects.first()
    html = b"RIFF    HTML<script>"
    for wrong in ({"digest": "0" * 64}, {"content": html}):
        with pytest.raises(IntegrityError, match="is_its_bytes"), transaction.atomic():
            PictureFile.objects.filter(pk=file.pk).update(**wrong)
