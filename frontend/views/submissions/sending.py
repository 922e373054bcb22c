"""The last page before sending, and what becomes of what was sent."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import consenting, submissions
from desk.forms.entrance import TYPED
from desk.forms.profile.pictures import AGREED, OWN
from desk.forms.profile.step import kept
from desk.models import Consent, ReportSubject, SubmissionKind, SubmissionState, Verb
from desk.moderation import trust
from desk.numbers import number_of
from desk.submissions import pictures, proposed
from desk.submissions.locked import WRITABLE
from desk.submissions.reasons import WORDS
from desk.submissions.refusals import NoConsent, NothingToAccept, Unfinished, WrongState
from desk.submissions.steps import NAMES, typed
from directory import codes
from directory.as_of import snapshot
from directory.models import PictureKind
from frontend.differences import rows
from frontend.pictures import in_draft
from frontend.views.submissions.previews import preview_context
from frontend.views.submissions.private import UNWELL, author_of, drawn, is_ours, of_link
from frontend.views.submissions.registering import alike, alike_item, step_path, subject_of
from frontend.views.submissions.suggesting import MendForm
from frontend.waits import wait_words

OPEN = (SubmissionState.DRAFT, SubmissionState.WAITING, SubmissionState.ASKED_BACK)


def consent_words(submission, contacts) -> dict[str, str]:
    """What is agreed to, in the page's language: the words are kept with the consent."""
    found = {
        "licence": _(
            "What I wrote is true to my knowledge, and may be published under the licence"
            " CC BY 4.0, for everybody to use with its source."
        )
    }
    if submission.kind == SubmissionKind.NEW_PROFILE:
        found["licence"] = _(
            "I may speak for this organisation. What I wrote is true to my knowledge, and may be"
            " published under the licence CC BY 4.0, for everybody to use with its source."
        )
    if any(one["is_public"] for one in contacts or ()):
        found["contacts"] = _(
            "The people I named agree that the contacts marked public are published. They can be"
            " taken back at any time."
        )
    return found


def picture_consent(submission, proposal) -> dict[str, str]:
    """What was ticked beside each picture that is new: without it the step is not finished."""
    new = pictures.not_standing(proposal.pictures or [], submission.actor_id)
    kinds = {one.kind for one in new}
    said = [OWN] * (PictureKind.LOGO in kinds) + [AGREED] * (PictureKind.PHOTO in kinds)
    return {"pictures": "\n".join(str(one) for one in said)} if said else {}


def address_among(submission, proposal) -> str:
    """The first e-mail address among the contacts of a new profile: hers, as a rule."""
    if submission.kind != SubmissionKind.NEW_PROFILE:
        return ""
    return next((one["email"] for one in proposal.contacts or () if one["email"]), "")


@of_link
def preview(request, submission, link):
    """The profile as the public will see it, or the difference; consent; sending."""
    if submission.state not in WRITABLE:
        raise WrongState(submission.state)
    if request.method == "POST" and request.POST.get("account"):
        return HttpResponseRedirect(come_back(request, submission, link), status=303)
    submission = brought_back(request, submission)
    proposal = proposed(submission)
    words = consent_words(submission, proposal.contacts)
    trouble, wrong, status = "", {}, 200
    email = request.POST.get("email", submission.email or address_among(submission, proposal))
    email = email.strip()[:254].replace("\x00", "")
    if request.method == "POST":
        status = UNWELL
        given = {name: text for name, text in words.items() if request.POST.get(name)}
        given |= picture_consent(submission, proposal)
        if not author_of(request) and submission.kind == SubmissionKind.NEW_PROFILE and not email:
            wrong["email"] = _("The e-mail address is missing: we write there what became of it.")
        elif email:
            try:
                validate_email(email)
            except ValidationError:
                wrong["email"] = _("An e-mail address, such as name@example.org.")
        lacking = words.keys() - given.keys()
        wrong |= dict.fromkeys(lacking, _("Without this we may not publish it."))
        if not wrong:
            try:
                sent = submissions.submit(
                    submission,
                    consents=given,
                    email=email,
                    author=author_of(request),
                    secret=link,
                )
                trust.publish_at_once(sent)
                return HttpResponseRedirect(reverse("follow", args=[link]), status=303)
            except Unfinished as error:
                trouble = _("Something is missing still, or cannot be so:")
                wrong["steps"] = error.steps
            except NoConsent as error:
                wrong[str(error)] = _("Without this we may not publish it.")
            except NothingToAccept:
                trouble = _("Nothing is changed yet: the profile says so already.")
    context = {
        "submission": submission,
        "link": link,
        "new": submission.kind == SubmissionKind.NEW_PROFILE,
        "consents": [
            {
                "name": name,
                "words": text,
                "given": bool(request.POST.get(name)),
                "wrong": wrong.get(name, ""),
            }
            for name, text in words.items()
        ],
        "email": email,
        "wrong_email": wrong.get("email", ""),
        "trouble": trouble,
        "lacking": bool(wrong),
        "steps": [
            {"name": word, "url": step_path(link, step), "wrong": step in wrong.get("steps", [])}
            for step, word in NAMES.items()
        ],
        "subject": subject_of(submission),
        "hub_url": reverse("register-hub", args=[link]),
        "differences": differences(submission, proposal, in_draft(link)),
        "logged_in": author_of(request) is not None,
    }
    if context["new"]:  # with its place and numbers, which were not told when it was named
        context["alike"] = [alike_item(one) for one in alike(proposal.facts)]
    context |= preview_context(request, proposal, in_draft(link))
    return drawn(request, "submissions/preview.html", context, status=status)


def differences(submission, proposal, path) -> list[dict]:
    """What would change, in words."""
    changes = submissions.differences(submission, proposal)
    with snapshot() as reading:
        return rows(changes, reading, {}, path)


@of_link
def follow(request, submission, link):
    """What was sent, where it stands, what the moderator wrote; it is mended or taken back here."""
    here = reverse("follow", args=[link])
    act = next((ACTS[name] for name in ACTS if request.POST.get(name)), None)
    if request.method == "POST" and act:
        return HttpResponseRedirect(act(request, submission, link) or here, status=303)
    mending = submission.kind == SubmissionKind.REPORT and submission.state in WRITABLE
    form = mend_form(request, submission) if mending else None
    if form and form.is_bound and form.is_valid():
        send_report_again(request, submission, form)
        return HttpResponseRedirect(here, status=303)
    submission = brought_back(request, submission)
    events = [
        {
            "verb": one.verb,
            "word": event_word(one.verb),
            "at": one.at,
            "note": one.note,
            "reason": WORDS.get(one.reason, ""),
        }
        for one in submission.decisions.exclude(verb__in=UNTOLD).order_by("at", "pk")
    ]
    waiting = submission.state == SubmissionState.WAITING
    writable = submission.state in WRITABLE and submission.kind != SubmissionKind.REPORT
    context = {
        "submission": submission,
        "link": link,
        "state_title": state_title(submission.state),
        "state_words": state_words(submission),
        "wait": wait_words(submissions.usual_wait()) if waiting else "",
        "events": events,
        "told": reported(submission)
        if submission.kind == SubmissionKind.REPORT
        else written(submission, link),
        "address": request.build_absolute_uri(here),
        "go_on_url": reverse("register-hub", args=[link]) if writable else "",
        "mend": form,
        "may_take_up": waiting,
        "may_withdraw": submission.state in OPEN,
        "profile_url": reverse("permanent-actor", args=[codes.show(submission.actor_id)])
        if submission.actor_id
        else "",
        "subject": subject_of(submission),
        "consents": [
            (one, consenting.withdrawable(one)) for one in submission.consents.order_by("at", "pk")
        ],
        "adoptable": adoptable(submission),
        "logged_in": author_of(request) is not None,
    }
    status = UNWELL if form and form.is_bound else 200
    return drawn(request, "submissions/follow.html", context, status=status)


def adoptable(submission) -> bool:
    return submission.author_id is None and submission.state in OPEN


def brought_back(request, submission):
    """Hers from now on, if she asked for it on its page, in this browser, before she had an
    account.
    """
    person = author_of(request)
    if person is None or request.session.get(COMES_BACK) != submission.pk:
        return submission
    del request.session[COMES_BACK]
    if not adoptable(submission):
        return submission
    messages.success(request, _("It is kept under your account."))
    return submissions.adopt(submission, person)


def take_back(request, submission, link):
    submissions.withdraw(submission, by=author_of(request))


def take_up(request, submission, link):
    """Back into the hands of whoever sent it; a report is mended on this page itself."""
    held = submissions.take_up(submission, by=author_of(request))
    if held.kind != SubmissionKind.REPORT:
        return reverse("register-hub", args=[link])
    return None


def adopt(request, submission, link):
    if person := author_of(request):
        submissions.adopt(submission, person)


def come_back(request, submission, link):
    """To the door, and remembered in this browser: whoever comes back from it keeps this."""
    if is_ours(request):
        request.session[COMES_BACK] = submission.pk
        typed = request.POST.get("email", submission.email)
        request.session[TYPED] = typed.strip()[:254]
    name = "account_login" if request.POST["account"] == "login" else "account_signup"
    return f"{reverse(name)}?{urlencode({'next': request.path})}"


def withdraw_consent(request, submission, link):
    """Whoever sent it agrees no more, with or without an account."""
    number = number_of(request.POST["withdraw_consent"])
    held = get_object_or_404(Consent, submission=submission, pk=number)
    try:
        consenting.withdraw(held)
    except (consenting.ForEver, consenting.WithdrawnAlready):
        return  # two taps, or an address made by hand: the page says how it stands
    messages.success(request, _("Withdrawn: it is public no more."))


ACTS = {
    "withdraw": take_back,
    "take_up": take_up,
    "adopt": adopt,
    "account": come_back,
    "withdraw_consent": withdraw_consent,
}
COMES_BACK = "comes_back_to"
# What is asked of some reports alone.
ASKED_OF = {
    "year": (ReportSubject.CLOSED, ReportSubject.MOVED),
    "twin": (ReportSubject.DUPLICATE,),
}


def mend_form(request, submission) -> MendForm:
    """The words of a report, to be changed by whoever sent it."""
    data = request.POST if request.method == "POST" else None
    form = MendForm(data, initial=typed(submission, "report"), auto_id="%s")
    for name, subjects in ASKED_OF.items():
        if submission.subject not in subjects:
            del form.fields[name]
    return form


def send_report_again(request, submission, form):
    told = form.cleaned_data | kept(request.POST, ("words",))
    submissions.save_step(submission, "report", (typed(submission, "report") or {}) | told)
    submissions.submit(submission, consents={}, author=author_of(request))


def written(submission, link) -> list[dict]:
    """What was typed, in words, whatever became of it."""
    with snapshot() as reading:
        return rows(submissions.written(submission), reading, {}, in_draft(link))


def reported(submission) -> list[dict]:
    told = typed(submission, "report") or {}
    said = [
        (_("What is the matter?"), submission.get_subject_display()),
        *((field.label, told.get(name)) for name, field in MendForm.base_fields.items()),
    ]
    plain = {"before": "", "language": None, "conflicted": False, "pictures": None}
    return [plain | {"label": label, "after": after} for label, after in said if after]


# What moderators do among themselves.
UNTOLD = (Verb.ASSIGN, Verb.LOOK)


def state_title(state: str) -> str:
    return {
        SubmissionState.DRAFT: _("Not sent yet"),
        SubmissionState.WAITING: _("Sent, and waiting for a moderator"),
        SubmissionState.ASKED_BACK: _("A moderator asks something"),
        SubmissionState.ACCEPTED: _("Accepted"),
        SubmissionState.REFUSED: _("Not accepted"),
        SubmissionState.WITHDRAWN: _("Taken back"),
    }[state]


def state_words(submission) -> str:
    if submission.state == SubmissionState.DRAFT and submission.submitted_at:
        return _("You took it up again: it waits no more until you send it again.")
    if submission.state == SubmissionState.ACCEPTED and submission.kind == SubmissionKind.REPORT:
        return _("Thank you. What you reported was looked into and dealt with.")
    if submission.state == SubmissionState.WAITING and submission.kind == SubmissionKind.REPORT:
        return _("A moderator looks into it. What you wrote is not published.")
    return {
        SubmissionState.DRAFT: _("It is kept under this address and seen by nobody else."),
        SubmissionState.WAITING: _("Nothing is public before a moderator has looked at it."),
        SubmissionState.ASKED_BACK: _("Mend it or complete it, then send it again."),
        SubmissionState.ACCEPTED: _("It is in the public register now."),
        SubmissionState.REFUSED: _("It is not in the register. The reason stands below."),
        SubmissionState.WITHDRAWN: _("Nobody will look at it any more."),
    }[submission.state]


def event_word(verb: str) -> str:
    return {
        Verb.SUBMIT: _("Sent"),
        Verb.ASK_BACK: _("A moderator asked"),
        Verb.WITHDRAW: _("Taken back"),
        Verb.ACCEPT: _("Accepted"),
        Verb.REFUSE: _("Not accepted"),
        Verb.REOPEN: _("Opened again"),
        Verb.MEND: _("Taken up again, to change it"),
    }[verb]
