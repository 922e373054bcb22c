"""The step of logo and photos: files are taken at once, so that no other mistake loses them."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.forms.profile import PicturesForm
from desk.forms.profile.pictures import MOST_PHOTOS, TOLD_IN
from desk.forms.profile.step import kept
from desk.pictures import BadPicture, written
from desk.submissions import pictures
from desk.submissions.locked import WRITABLE
from desk.submissions.pictures import NoSuchPicture, TooManyPhotos, TwiceHere
from desk.submissions.proposal import base_of
from desk.submissions.refusals import WrongState
from desk.submissions.steps import form_of
from directory.models import PictureKind
from frontend.pictures import in_draft, shown_one, too_large
from frontend.views import pictures as public
from frontend.views.submissions.private import UNWELL, drawn, of_link
from frontend.views.submissions.registering import (
    after,
    before,
    step_context,
    step_path,
)


@of_link
def step(request, submission, link):
    if submission.state not in WRITABLE:
        raise WrongState(submission.state)
    if request.method != "POST":
        form = form_of(submission, pictures.STEP, base_of(submission))
        if form.is_bound and not request.GET.get("then"):
            unjudged(form, submission)
        return page(request, submission, link, form, {})
    if too_large(request):
        words = _("These files are too large together. Send fewer at once.")
        form = form_of(submission, pictures.STEP, base_of(submission))
        return page(request, submission, link, form, {"photos": [words]}, status=413)
    return posted(request, submission, link)


def unjudged(form, submission):
    """What was just sent is not blamed for what nobody could say of it yet."""
    form.is_bound, form.initial = False, pictures.typed(submission)


def posted(request, submission, link):
    """Texts are kept first, then files taken, then one thing done; what was wrong is said."""
    submission = pictures.begin(submission)
    names = PicturesForm(pictures.typed(submission)).fields
    submission = pictures.say(submission, kept(request.POST, names))
    wrong, came = taken(request, submission)
    act, _dash, key = request.POST.get("do", "").partition("-")
    try:
        if act == "out":
            pictures.take_out(submission, key)
        elif act == "up":
            pictures.move_up(submission, key)
    except NoSuchPicture:
        pass  # it is gone, as was asked
    submission.refresh_from_db()
    form = form_of(submission, pictures.STEP, base_of(submission))
    go = request.POST.get("go", "")
    if wrong:
        unjudged(form, submission)
        return page(request, submission, link, form, wrong, status=UNWELL)
    if go == "later":
        return HttpResponseRedirect(reverse("register-later", args=[link]), status=303)
    if go == "back":
        return HttpResponseRedirect(before(submission, link, pictures.STEP), status=303)
    if go != "next" or came:
        # New pictures have to be told about first; a reload then sends nothing twice.
        kept_on = "?then=preview" if request.POST.get("then") == "preview" else ""
        address = f"{step_path(link, pictures.STEP)}{kept_on}#pictures"
        return HttpResponseRedirect(address, status=303)
    if not form.is_valid():
        return page(request, submission, link, form, {}, status=UNWELL)
    return HttpResponseRedirect(after(submission, link, pictures.STEP, request.POST), status=303)


def taken(request, submission) -> tuple[dict, bool]:
    """What was wrong with files, by field, and whether something is there to be told about."""
    wrong, came = {}, False
    for name, kind in (("logo", PictureKind.LOGO), ("photos", PictureKind.PHOTO)):
        for file in request.FILES.getlist(name)[: MOST_PHOTOS + 1]:
            if not file.size:
                continue
            try:
                pictures.put_in(submission, kind, written(file, kind))
                came = True
            except BadPicture as error:
                wrong.setdefault(name, []).append(f"{file.name[:60]}: {error.words}")
            except TwiceHere:
                words = _("This picture is here already.")
                wrong.setdefault(name, []).append(f"{file.name[:60]}: {words}")
            except TooManyPhotos:
                wrong.setdefault(name, []).append(too_many())
                break
    return wrong, came


def too_many() -> str:
    return ngettext(
        "A page has room for %(n)s photo.", "A page has room for %(n)s photos.", MOST_PHOTOS
    ) % {"n": MOST_PHOTOS}


def page(request, submission, link, form, wrong, *, status=200):
    context = step_context(submission, link, pictures.STEP, form) | {"trouble": ""}
    begun = pictures.STEP in submission.payload
    if begun:
        told, path = pictures.proposed(submission), in_draft(link)
    else:  # what is public: it is copied once something is sent
        told, path = pictures.standing(submission.actor_id), None
    items = [
        (shown_one(one, path) if path else shown_one(one)) | fields_of(form, one, begun)
        for one in told
    ]
    photos = [one for one in items if not one["is_logo"]]
    for n, one in enumerate(photos):
        one["movable"] = begun and n > 0
    context |= {
        "items": items,
        "logo_there": any(one["is_logo"] for one in items),
        "room": MOST_PHOTOS - len(photos),
        "most": MOST_PHOTOS,
        "wrong": {"logo": [], "photos": []} | wrong,
    }
    return drawn(request, "submissions/step.html", context, status=status)


def fields_of(form, one, begun) -> dict:
    """The fields of one picture, by their names without its key."""
    if not begun:
        return {"fields": None}
    names = ("credit", "licence", "agreed")
    found = {
        name: form[f"{name}_{one.key}"] for name in names if f"{name}_{one.key}" in form.fields
    }
    alts = [
        form[f"alt_{each}_{one.key}"] for each in TOLD_IN if f"alt_{each}_{one.key}" in form.fields
    ]
    asked = "" if form.is_bound else form.unanswered(one.key)  # else it stands beside its field
    return {"fields": found, "alts": alts[:2], "other_alts": alts[2:], "asked": asked}


@of_link
def file(request, submission, link, digest):
    """A picture of a draft, to who holds its link."""
    return of_submission(submission, digest)


def of_submission(submission, digest) -> HttpResponse:
    found = pictures.file_of(submission, digest) if public.is_digest(digest) else None
    if found is None:
        raise Http404
    return public.answer(found)
