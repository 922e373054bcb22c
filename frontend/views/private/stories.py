"""Stories at the desk: written by who keeps a profile, seen as the public will, taken out again."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk import looking, roles, second_factor
from desk.forms.profile.step import kept
from desk.forms.story import StoryForm
from desk.models import SubmissionState, Writing, WritingKind
from desk.submissions.refusals import UnknownLink
from desk.writings import refusals, stories
from desk.writings.moving import WRITABLE, take_back
from directory import codes
from directory.as_of import snapshot
from directory.models import Actor
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from frontend.cards import actor_path
from frontend.opening import Opened
from frontend.private import anyone, page, signed_in
from frontend.views.actors import read_code
from frontend.views.private.desk import profiles
from frontend.views.private.written import log_of, state_word, story_shown

FORM = require_http_methods(["GET", "HEAD", "POST"])
UNWELL = 422


@signed_in
@FORM
def new(request):
    """Begin a story of one organisation; without one, choose among those she keeps."""
    if "actor" not in request.GET:
        return page(
            request, "writings/whose.html", {"section": "desk", "held": profiles(request.user)}
        )
    code = read_code(request.GET["actor"])
    actor = Actor.objects.filter(code=code).first()
    if actor is None or not stories.may_write(request.user, code):
        raise Http404(_("You keep no profile of this code."))
    if lacks_factor(request, code):
        return second_factor.way_in(request, request.get_full_path())
    if request.method != "POST":
        return written(request, None, code, StoryForm(initial=beginning()))
    typed = kept(request.POST, StoryForm().fields)
    try:
        held = stories.begin(actor, typed, by=request.user, language=get_language())
    except refusals.ActorGone as error:
        raise Http404(_("This profile left the register meanwhile.")) from error
    except refusals.TooMany:
        form = StoryForm(typed)
        words = _("You have begun too many stories.")
        return written(request, None, code, form, trouble=words, status=UNWELL)
    return after_saving(request, held)


def beginning() -> dict:
    """The words she is asked with, to begin from."""
    return {
        "consent_words": _(
            "I agree that my words are published on Athar, for everybody to read and to quote with"
            " their source. I know that I can have them taken out at any time."
        )
    }


def written(request, held, code, form, *, trouble="", status=200):
    """The page where it is written."""
    with snapshot() as reading:
        names = names_of_actors([code], reading)
    context = {
        "section": "desk",
        "held": held,
        "form": form,
        "trouble": trouble,
        "actor_name": name_of({"names": names.get(code, {})}),
        "actor_url": actor_path(code, names[code]) if code in names else "",
    }
    return page(request, "writings/story_form.html", context, status=status)


def after_saving(request, held):
    """On to the preview, or the form again with what is wrong."""
    if StoryForm(held.payload).is_valid():
        return HttpResponseRedirect(reverse("desk-story", args=[held.pk]), status=303)
    words = _("It is kept as a draft. Something is missing still, or cannot be so.")
    messages.info(request, words)
    return HttpResponseRedirect(reverse("desk-story-write", args=[held.pk]), status=303)


def found(pk: int) -> Writing:
    held = Writing.objects.filter(pk=pk, kind=WritingKind.STORY).first()
    if held is None:
        raise Http404
    return held


def lacks_factor(request, code: str) -> bool:
    """Whether she is here as a moderator alone, and has not shown her second factor."""
    return not roles.may_edit(request.user, code) and not second_factor.was_shown(request)


def hers(request, pk: int) -> Writing:
    """A story she wrote; for anybody else there is none."""
    held = found(pk)
    if held.author_id != request.user.pk:
        raise Http404
    return held


@signed_in
@FORM
def write(request, story):
    held = hers(request, story)
    if held.state not in WRITABLE:
        return HttpResponseRedirect(reverse("desk-story", args=[held.pk]), status=303)
    if request.method != "POST":
        return written(request, held, held.actor_id, StoryForm(held.payload))
    try:
        held = stories.save(held, kept(request.POST, StoryForm().fields))
    except refusals.WrongState:
        return HttpResponseRedirect(reverse("desk-story", args=[held.pk]), status=303)
    return after_saving(request, held)


@signed_in
@FORM
def story(request, story):
    """Where it stands, as the public will see it, and what can be done with it."""
    held = found(story)
    author = held.author_id == request.user.pk
    if not author and not stories.may_withdraw_consent(request.user, held):
        raise Http404
    if not author and lacks_factor(request, held.actor_id):
        return second_factor.way_in(request, request.get_full_path())
    if roles.moderates(request.user):
        looking.note(request.user, held)
    if request.method == "POST":
        return act(request, held, author)
    return stood(request, held, author)


def stood(request, held, author, *, wrong="", status=200):
    with snapshot() as reading:
        opened = Opened(request, reading)
        link = reverse("story-consent", args=[stories.consent_link(held)])
        withdrawn = held.state == SubmissionState.WITHDRAWN
        context = {
            "section": "desk",
            "held": held,
            "wrong": wrong,
            "state": state_word(held),
            "one": None if withdrawn else story_shown(held, opened),
            "log": log_of(held, names=False),
            "author": author,
            "writable": author and held.state in WRITABLE,
            "waits": author and held.state == SubmissionState.WAITING,
            "withdrawable": not withdrawn,
            "withdraw_url": reverse("desk-story-withdraw", args=[held.pk]),
            "consent_link": request.build_absolute_uri(link) if not withdrawn else "",
            "public_url": reverse("permanent-story", args=[codes.show(held.code)])
            if held.code and not withdrawn
            else "",
        }
        return page(request, "writings/story.html", context, status=status)


def act(request, held, author):
    if not author:
        raise Http404
    here = HttpResponseRedirect(reverse("desk-story", args=[held.pk]), status=303)
    try:
        match request.POST.get("do"):
            case "send":
                stories.send(held, by=request.user)
                messages.success(request, _("Sent. A moderator looks at it before it is public."))
            case "take-back":
                take_back(held, by=request.user)
                messages.success(request, _("Taken back: you may go on writing."))
            case _:
                raise Http404
    except roles.NotAllowed:
        wrong = _("You keep this profile no more, so you cannot send its stories.")
        return stood(request, held, author, wrong=wrong, status=403)
    except refusals.ActorGone:
        wrong = _("This profile left the register meanwhile.")
        return stood(request, held, author, wrong=wrong, status=409)
    except refusals.Unfinished:
        return HttpResponseRedirect(reverse("desk-story-write", args=[held.pk]), status=303)
    except refusals.WrongState:
        return here
    return here


# ---- taking the words out ------------------------------------------------------------------------


@signed_in
@FORM
def withdraw(request, story):
    """Asked once more, then for ever."""
    held = found(story)
    if not stories.may_withdraw_consent(request.user, held):
        raise Http404
    if held.author_id != request.user.pk and lacks_factor(request, held.actor_id):
        return second_factor.way_in(request, request.get_full_path())
    return withdrawing(request, held, by=request.user, back=reverse("desk-story", args=[held.pk]))


@anyone
@FORM
def consent(request, consent):
    """The same for whoever told it, by the link she was given; a mail scanner that opens it changes
    nothing.
    """
    try:
        held = stories.of_consent_link(consent)
    except UnknownLink as error:
        raise Http404(_("This link opens nothing.")) from error
    return withdrawing(request, held, by=None, back="")


def withdrawing(request, held, *, by, back):
    if request.method == "POST":
        with suppress(refusals.WrongState):  # done before: the page says so
            stories.withdraw_consent(held, by=by)
        return HttpResponseRedirect(request.path, status=303)
    with snapshot() as reading:
        opened = Opened(request, reading)
        done = held.state == SubmissionState.WITHDRAWN
        context = {
            "section": "desk",
            "held": held,
            "done": done,
            "one": None if done else story_shown(held, opened),
            "back": back,
        }
        response = page(request, "writings/withdraw.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response
