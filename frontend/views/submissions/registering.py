"""Registering a profile, or changing one, in short steps: each saved as it is left."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk import robots, submissions
from desk.duplicates import candidates
from desk.forms.profile import NameForm
from desk.forms.profile.step import kept
from desk.models import SubmissionKind
from desk.places import find_places
from desk.submissions.locked import WRITABLE
from desk.submissions.proposal import base_of, proposed
from desk.submissions.refusals import WrongState
from desk.submissions.steps import FORMS, NAMES, blank, form_of, unjudged
from directory import codes
from evidence.wording.counted import forms
from frontend.cards import actor_path
from frontend.map_settings import place_settings
from frontend.shapes import shape_of
from frontend.views.submissions.private import (
    BOTHERED,
    UNWELL,
    address_of,
    author_of,
    drawn,
    of_link,
    private,
    trouble_words,
)

STEPS = list(FORMS)
# What of a step cannot be left for later; of all others, nothing.
ENOUGH = {
    "name": lambda: _("One name is enough."),
    "form": lambda: _("Only the legal form is needed; all else may stay empty."),
    "place": lambda: _("Only the commune is needed; all else may stay empty."),
}
TITLES = {
    "name": lambda: _("What is it called?"),
    "form": lambda: _("What is it by law?"),
    "place": lambda: _("Where is it?"),
    "activity": lambda: _("What does it do?"),
    "contacts": lambda: _("How is it reached?"),
    "figures": lambda: _("Its figures of one year"),
    "pictures": lambda: _("Its logo and photos"),
}


@private
def start(request):
    """The first step, before anything is kept: the draft begins when it is sent."""
    form = NameForm()
    trouble = ""
    if request.method == "POST":
        typed = kept(request.POST, NameForm.base_fields)
        form = NameForm(typed)
        try:
            robots.check(request.POST)
            if form.is_valid():
                begun, secret = submissions.begin(
                    SubmissionKind.NEW_PROFILE,
                    language=get_language(),
                    author=author_of(request),
                    address=address_of(request),
                )
                submissions.save_step(begun, "name", typed)
                after = "name" if alike(proposed(begun).facts, form.names()) else "form"
                return HttpResponseRedirect(step_path(secret, after), status=303)
        except BOTHERED as error:
            trouble = trouble_words(error)
    context = step_context(None, "", "name", form) | {
        "trouble": trouble,
        **robots.for_form(),
    }
    return drawn(request, "submissions/step.html", context, status=UNWELL if form.is_bound else 200)


@of_link
def hub(request, submission, link):
    """Where a draft goes on: a new profile at its first open step, a change at its list."""
    if submission.state not in WRITABLE:
        raise WrongState(submission.state)
    if submission.kind == SubmissionKind.NEW_PROFILE:
        base = base_of(submission)
        for step in STEPS:
            if step not in submission.payload or not form_of(submission, step, base).is_valid():
                return HttpResponseRedirect(step_path(link, step))
        return HttpResponseRedirect(reverse("register-preview", args=[link]))
    steps = [
        {
            "name": NAMES[step],
            "url": step_path(link, step),
            "saved": step in submission.payload,
        }
        for step in STEPS
    ]
    return drawn(
        request,
        "submissions/hub.html",
        {
            "submission": submission,
            "link": link,
            "steps": steps,
            "subject": subject_of(submission),
            "preview_url": reverse("register-preview", args=[link]),
        },
    )


@of_link
def step(request, submission, link, step):
    """One step: what was typed is kept first, then judged."""
    if step not in FORMS:
        raise Http404(_("There is no such step."))
    if submission.state not in WRITABLE:
        raise WrongState(submission.state)
    base = base_of(submission)
    if request.method != "POST":
        form = form_of(submission, step, base)
        if not form.is_bound and base is not None:
            form.initial = blank(step, base)
        elif form.is_bound and not form.is_valid() and request.GET.get("then") != "preview":
            form = unjudged(submission, step, base)  # gone back from, or left for later
        return step_page(request, submission, link, step, form)
    typed = kept(request.POST, FORMS[step](base=base).fields)
    if (left := request.POST.get("left")) in typed:
        typed[left] = blank(step, base).get(left, "")  # she leaves it for another day
    form = FORMS[step](typed, base=base)
    good = form.is_valid()
    submission = submissions.save_step(submission, step, form.kept)
    go = request.POST.get("go", "next")
    sure = bool(request.POST.get("sure"))
    if go == "later":
        return HttpResponseRedirect(reverse("register-later", args=[link]), status=303)
    if go == "back":
        return HttpResponseRedirect(before(submission, link, step), status=303)
    doubtful = not sure and (
        form.hints or (step == "name" and alike(proposed(submission).facts, form.names()))
    )
    if not good or doubtful:
        return step_page(request, submission, link, step, form, status=UNWELL)
    return HttpResponseRedirect(after(submission, link, step, request.POST), status=303)


def step_page(request, submission, link, step, form, *, status=200):
    context = step_context(submission, link, step, form) | {"trouble": ""}
    if step == "name" and form.is_bound and form.is_valid():
        context["alike"] = [
            alike_item(one) for one in alike(proposed(submission).facts, form.names())
        ]
    return drawn(request, "submissions/step.html", context, status=status)


def step_context(submission, link, step, form) -> dict:
    at = STEPS.index(step)
    new = submission is None or submission.kind == SubmissionKind.NEW_PROFILE
    following = STEPS[at + 1] if at + 1 < len(STEPS) else None
    context = {
        "submission": submission,
        "link": link,
        "step": step,
        "step_name": NAMES[step],
        "number": at + 1,
        "steps": [
            {"number": n, "name": NAMES[one], "done": n <= at, "current": n == at + 1}
            for n, one in enumerate([*STEPS], start=1)
        ],
        "title": TITLES[step](),
        "enough": ENOUGH.get(step, lambda: _("All of this may stay empty."))() if new else "",
        "form": form,
        "new": new,
        "following": (NAMES[following] if following else _("Preview")) if new else "",
        "first": at == 0,
        "alike": [],
        "stamp": "",
        "robot_field": "",
        "template": f"submissions/steps/{step}.html",
        "draft": f"{link or 'new'}/{step}",
        "version": submission.saved_at.isoformat() if submission else "",
        "hints": {one.indicator: one.words for one in form.hints},
        "similar_url": reverse("register-similar"),
        "places_url": reverse("register-places"),
    }
    if step == "place":
        context["where_url"] = reverse("register-where")
        context["precise"] = form.is_bound or bool(form.initial)
        context["map"] = place_settings(form["place"].value())
        context["candidates"] = form.candidates
        context["apart"] = form.apart
    if step == "activity":
        context["matches"] = forms(lambda n: ngettext("{n} match", "{n} matches", n))
    return context


@of_link
def later(request, submission, link):
    """The address under which the draft waits, to be kept or mailed to oneself."""
    email, wrong, mailed = "", "", False
    if request.method == "POST":
        email = request.POST.get("email", "").strip()[:254]
        try:
            validate_email(email)
            mailed = submissions.mail_link(submission, link, email)
            wrong = "" if mailed else _("It was mailed often enough: look for it in your mail.")
        except ValidationError:
            wrong = _("An e-mail address, such as name@example.org.")
    return drawn(
        request,
        "submissions/later.html",
        {
            "submission": submission,
            "link": link,
            "address": request.build_absolute_uri(reverse("register-hub", args=[link])),
            "email": email,
            "wrong": wrong,
            "mailed": mailed,
        },
        status=UNWELL if wrong else 200,
    )


def step_path(link: str, step: str) -> str:
    return reverse("register-step", args=[link, step])


def before(submission, link, step) -> str:
    at = STEPS.index(step)
    if submission.kind == SubmissionKind.NEW_PROFILE and at > 0:
        return step_path(link, STEPS[at - 1])
    return reverse("register-hub", args=[link])


def after(submission, link, step, given) -> str:
    """The next step; from the preview back to it, in a change back to the list."""
    if given.get("then") == "preview":
        return reverse("register-preview", args=[link])
    if submission.kind != SubmissionKind.NEW_PROFILE:
        return reverse("register-hub", args=[link])
    at = STEPS.index(step)
    if at + 1 < len(STEPS):
        return step_path(link, STEPS[at + 1])
    return reverse("register-preview", args=[link])


def subject_of(submission) -> dict | None:
    """The profile a submission is about, as its page is linked."""
    base = base_of(submission)
    if base is None:
        return None
    return {"names": base.names, "url": actor_path(base.code, base.names)}


# --- who may be there already ---------------------------------------------------------------------


def alike(facts, names: dict | None = None) -> list:
    """By its names (those being typed, or as they were kept), near its place, or of one number."""
    return candidates(
        (facts.names if names is None else names).values(),
        commune=facts.place.commune,
        province=facts.place.province,
        registry=facts.registry,
        besides=facts.code,
    )


def alike_item(one) -> dict:
    """One candidate as its component shows it."""
    return {
        "name": one.name,
        "url": actor_path(one.code, one.names),
        "claim_url": reverse("claim", args=[codes.show(one.code)]),
        "shape": shape_of(one.legal_form, one.kind),
        "around": one.around,
        "why": one.why,
        "is_demo": one.is_demo,
    }


@require_safe
@never_cache
def similar(request):
    """A fragment: who in the register has a name like those typed so far."""
    names = [request.GET.get(f"name_{language}", "") for language in ("ar", "fr", "en", "es")]
    found = candidates([name for name in names if len(name.strip()) > 3])
    return render(request, "submissions/alike.html", {"alike": [alike_item(one) for one in found]})


@require_safe
@never_cache
def places(request):
    """A fragment: communes, neighbourhoods and villages that the words typed may mean."""
    found = find_places(request.GET.get("q", "")[:120])
    items = [
        {
            "code": one.code,
            "name": one.name,
            "lon": one.at and f"{one.at[0]:.5f}",
            "lat": one.at and f"{one.at[1]:.5f}",
            "leaf": one.leaf,
            "about": [words for words in (one.kind, one.around) if words],
        }
        for one in found
    ]
    return render(request, "submissions/places.html", {"items": items})
