"""Dossiers at the desk: written point by point under an account, printed, sent to be issued."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk import roles
from desk.forms.dossier import AboutForm, PointForm
from desk.forms.profile.step import kept
from desk.models import SubmissionState, Writing, WritingKind
from desk.writings import dossiers as verbs
from desk.writings import refusals
from desk.writings.moving import take_back
from directory import codes
from directory.as_of import snapshot
from evidence.briefs.dossier import dossier_pdf
from evidence.dossiers.figures import figures
from evidence.dossiers.publish import NothingChanged, NotReady, content_of, missing
from evidence.dossiers.selectors import citations_of
from evidence.dossiers.told import text, told
from evidence.models import Citation, Dossier, DossierIssue
from evidence.stories.selectors import stories_of
from evidence.stories.told import told as story_told
from frontend.opening import Opened
from frontend.private import page, signed_in
from frontend.views.actors import read_code
from frontend.views.briefs import paper
from frontend.views.private.written import dossier_shown, lacks, log_of, state_word

FORM = require_http_methods(["GET", "HEAD", "POST"])
UNWELL = 422


@signed_in
@FORM
def dossiers(request):
    """Hers; beginning one; for administrators those that nobody writes here."""
    if request.method == "POST":
        return begun(request)
    language = get_language()
    mine = Writing.objects.of(request.user).filter(kind=WritingKind.DOSSIER, dossier__isnull=False)
    orphans = []
    if roles.is_administrator(request.user):
        orphans = verbs.without_author().order_by("-begun_at")
    context = {
        "section": "desk",
        "held": [
            {
                "title": text(one.dossier.titles, language),
                "state": state_word(one),
                "saved_at": one.saved_at,
                "url": address(one),
            }
            for one in mine.select_related("dossier").order_by("-saved_at", "-pk")
        ],
        "orphans": [
            {"title": text(one.titles, language), "code": codes.show(one.code)} for one in orphans
        ],
    }
    return page(request, "writings/dossiers.html", context)


def begun(request):
    try:
        if "take" in request.POST:
            code = read_code(request.POST["take"])
            found = Dossier.objects.filter(code=code).first()
            if found is None:
                raise Http404
            held = verbs.take_on(found, by=request.user, language=get_language())
            return HttpResponseRedirect(address(held), status=303)
        held = verbs.begin(by=request.user, language=get_language())
    except roles.NotAllowed as error:
        raise Http404 from error
    except refusals.TooMany:
        messages.warning(request, _("You have begun too many dossiers: throw some away first."))
        return HttpResponseRedirect(reverse("desk-dossiers"), status=303)
    return HttpResponseRedirect(address(held, "about"), status=303)


def address(held: Writing, part: str = "", *more) -> str:
    name = f"desk-dossier-{part}" if part else "desk-dossier"
    return reverse(name, args=[codes.show(held.dossier.code), *more])


def hers(request, code: str) -> Writing:
    """A dossier of her own; for anybody else there is none."""
    found = Writing.objects.filter(
        dossier__code=read_code(code), author=request.user
    ).select_related("dossier")
    held = found.first()
    if held is None:
        raise Http404(_("You have no dossier of this code."))
    return held


def to(held, part="", *more):
    return HttpResponseRedirect(address(held, part, *more), status=303)


def locked(request, held):
    """What waits is not written: a moderator looks at what she was sent."""
    messages.warning(request, _("It waits for a moderator: take it back to change it."))
    return to(held)


# ---- the dossier and its points ------------------------------------------------------------------


@signed_in
@FORM
def dossier(request, dossier):
    """Its points in order, where it stands, and what can be done with it."""
    held = hers(request, dossier)
    if request.method == "POST":
        return act(request, held)
    return stood(request, held)


def stood(request, held, *, wrong="", status=200):
    language = get_language()
    found = held.dossier
    points = list(found.points.prefetch_related("figures"))
    broken = {name.partition("-")[0] for name in held.payload if "-" in name}
    content = content_of(found)
    issues = list(found.issues.order_by("-number"))
    about = found.titles and text(found.titles, language)
    context = {
        "section": "desk",
        "held": held,
        "wrong": wrong,
        "title": about,
        "shown": codes.show(found.code),
        "occasion": text(found.occasions, language),
        "date": found.date,
        "organisation": text(found.organisations, language),
        "state": state_word(held),
        "issues": issues,
        "same": verbs.is_as_issued(found, content),
        "lacks": lacks(missing(content)),
        "unread": bool(held.payload),
        "about_unread": any("-" not in name for name in held.payload),
        "writable": held.state in verbs.WRITABLE,
        "waits": held.state == SubmissionState.WAITING,
        "points": [
            {
                "point": one,
                "heading": text(one.headings, language),
                "text": text(one.texts, language),
                "figures": len(one.figures.all()),
                "stories": len(one.stories),
                "unread": str(one.pk) in broken,
                "url": address(held, "point", one.pk),
            }
            for one in points
        ],
        "log": log_of(held, names=False),
        "public_url": reverse("permanent-dossier", args=[codes.show(found.code)]) if issues else "",
        "here": address(held),
        "about_url": address(held, "about"),
        "new_point_url": address(held, "new-point"),
        "preview_url": address(held, "preview"),
        "paper_url": address(held, "paper"),
    }
    return page(request, "writings/dossier.html", context, status=status)


def act(request, held):
    """Move or remove a point, ask for it to be public, take that back, throw it away."""
    try:
        match request.POST.get("do"):
            case "up":
                verbs.move(held, point_of(held, request.POST.get("point")), -1)
            case "down":
                verbs.move(held, point_of(held, request.POST.get("point")), 1)
            case "remove":
                verbs.remove_point(held, point_of(held, request.POST.get("point")))
                messages.success(request, _("The point is removed."))
            case "ask":
                verbs.ask(held, by=request.user)
                messages.success(request, _("Sent. A moderator looks at it before it is public."))
            case "take-back":
                take_back(held, by=request.user)
                messages.success(request, _("Taken back: you may go on writing."))
            case "discard":
                verbs.discard(held)
                messages.success(request, _("The dossier is thrown away."))
                return HttpResponseRedirect(reverse("desk-dossiers"), status=303)
            case _:
                raise Http404
    except refusals.WrongState:
        return locked(request, held)
    except refusals.Unfinished:
        wrong = _("Something typed could not be understood: mend what is marked first.")
        return stood(request, held, wrong=wrong, status=UNWELL)
    except NotReady as error:
        wrong = _("It lacks: %s.") % _(", ").join(lacks(error.missing))
        return stood(request, held, wrong=wrong, status=UNWELL)
    except NothingChanged:
        wrong = _("Nothing changed since the last issue.")
        return stood(request, held, wrong=wrong, status=UNWELL)
    except refusals.AlreadyPublic:
        wrong = _("What was published is not thrown away.")
        return stood(request, held, wrong=wrong, status=409)
    return to(held)


def point_of(held, given):
    number = str(given or "")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    found = held.dossier.points.filter(pk=int(number)).first()
    if found is None:
        raise Http404(_("This dossier has no such point."))
    return found


@signed_in
@FORM
def about(request, dossier):
    held = hers(request, dossier)
    if held.state not in verbs.WRITABLE:
        return locked(request, held)
    typed = verbs.about_typed(held)
    # What was saved wrong says what is wrong with it; an empty form is not scolded.
    form = AboutForm(typed) if held.payload else AboutForm(initial=typed)
    if request.method == "POST":
        try:
            form = verbs.save_about(held, kept(request.POST, AboutForm().fields))
        except refusals.WrongState:
            return locked(request, held)
        if not form.errors:
            messages.success(request, _("Saved."))
            return to(held)
    context = {"section": "desk", "held": held, "form": form, "back": address(held)}
    status = UNWELL if request.method == "POST" else 200
    return page(request, "writings/dossier_about.html", context, status=status)


@signed_in
@FORM
def new_point(request, dossier):
    return written(request, hers(request, dossier), None)


@signed_in
@FORM
def point(request, dossier, point):
    held = hers(request, dossier)
    return written(request, held, point_of(held, point))


def written(request, held, one):
    """The page of a point: its words, and what it rests on as it reads."""
    if held.state not in verbs.WRITABLE:
        return locked(request, held)
    typed = verbs.point_typed(held, one) if one else {}
    form = PointForm(typed) if one else PointForm()
    status = 200
    if request.method == "POST":
        try:
            one, form = verbs.save_point(held, one, kept(request.POST, PointForm().fields))
        except refusals.WrongState:
            return locked(request, held)
        except refusals.TooMany:
            messages.warning(request, _("A dossier has forty points at most."))
            return to(held)
        if not form.errors:
            messages.success(request, _("Saved."))
            return to(held) if "done" in request.POST else to(held, "point", one.pk)
        if request.path != address(held, "point", one.pk):
            return to(held, "point", one.pk)  # it is kept: reloading makes no second point
        status = UNWELL
    context = {
        "section": "desk",
        "held": held,
        "point": one,
        "form": form,
        "back": address(held),
        "figures": cited(one) if one else [],
        "stories": testified(one) if one else [],
    }
    return page(request, "writings/dossier_point.html", context, status=status)


def cited(point) -> list[dict]:
    """Each figure it rests on, in its sentence."""
    found = Citation.objects.filter(pk__in=point.figures.values("citation"))
    said = figures(found, get_language())
    order = [one.citation.code for one in point.figures.select_related("citation")]
    return [
        {
            "sentence": said[code].sentence,
            "code": codes.show(code),
            "url": reverse("permanent-citation", args=[codes.show(code)]),
        }
        for code in order
    ]


def testified(point) -> list[dict]:
    """Each story it brings; one that was taken back says so."""
    with snapshot() as reading:
        known = stories_of(point.stories, reading)
        return [
            {
                "code": codes.show(code),
                "told": story_told(known[code]) if code in known else None,
                "url": reverse("permanent-story", args=[codes.show(code)]),
            }
            for code in point.stories
        ]


# ---- as others will see it -----------------------------------------------------------------------


@signed_in
@require_safe
def preview(request, dossier):
    held = hers(request, dossier)
    with snapshot() as reading:
        opened = Opened(request, reading)
        site = request.build_absolute_uri("/").rstrip("/")
        context = {
            "section": "desk",
            "held": held,
            "opened": opened,
            "back": address(held),
            "paper_url": address(held, "paper"),
        }
        context |= dossier_shown(held.dossier, opened, site)
        return page(request, "writings/dossier_preview.html", context)


@signed_in
@require_safe
def printed(request, dossier):
    """The working copy on paper, which says that it is a draft."""
    return draft_paper(request, hers(request, dossier).dossier)


def draft_paper(request, found: Dossier):
    content = content_of(found)
    if lacking := missing(content):
        raise Http404(_("It lacks: %s.") % _(", ").join(lacks(lacking)))
    draft = DossierIssue(dossier=found, content=content, issued_at=datetime.now(UTC))
    composed = told(content, citations_of(draft), get_language())
    with snapshot() as reading:
        known = stories_of(composed.stories, reading)
    name = f"athar-{codes.show(found.code)}-draft-{get_language()}.pdf"
    response = paper(request, name, lambda site: dossier_pdf(draft, composed, known, site=site))
    response["X-Robots-Tag"] = "noindex"
    return response
