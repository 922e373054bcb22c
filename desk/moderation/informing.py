"""Who keeps a profile is told what others decided of it: what changed, why, and how to object.

In her language, in the transaction of the decision. Not whoever decided, nor whoever proposed it:
she is told as its sender.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from desk import mail
from desk.field_words import change_word
from desk.models import (
    Person,
    ProfileDecision,
    ProfileVerb,
    ReportSubject,
    Stewardship,
    Submission,
    SubmissionKind,
)
from desk.moderation.reasons import WORDS
from desk.submissions import Change
from desk.submissions import facts as fields
from desk.submissions.reasons import REOPENED
from directory import codes
from directory.models import ActorVersion, Observation
from evidence.wording.names import name_of
from evidence.wording.plain import END, FIRST_STRONG, LEFT_TO_RIGHT

WHAT = {
    ProfileVerb.RESTORE: gettext_lazy("An earlier version of it was put back."),
    ProfileVerb.WITHDRAW: gettext_lazy("It was withdrawn from the register."),
    ProfileVerb.RETURN: gettext_lazy("It was brought back into the register."),
    ProfileVerb.MERGE: gettext_lazy("It was merged into another profile: %(other)s."),
    ProfileVerb.SPLIT: gettext_lazy("It was parted again from another profile: %(other)s."),
    ProfileVerb.SETTLE: gettext_lazy("Figures that differed were settled."),
    ProfileVerb.UNSETTLE: gettext_lazy("Figures that had been settled are open again."),
    ProfileVerb.SEAL: gettext_lazy("It was given a seal of verification."),
    ProfileVerb.UNSEAL: gettext_lazy("A seal of verification was taken back."),
}
JOINED = gettext_lazy("Another profile was merged into it: %(other)s.")
PROPOSED = gettext_lazy("A change that somebody else proposed was accepted.")
TAKEN_BACK = gettext_lazy("A decision on it was taken back: it says again what it said before.")
IMPORTED = gettext_lazy("A file from %(source)s was brought in, and changed it.")
FILE_TAKEN_BACK = gettext_lazy("What a file from %(source)s had said of it was taken back.")
OF_FIGURES = (ProfileVerb.SETTLE, ProfileVerb.UNSETTLE)


def beside(changes: Iterable[Change]) -> list[str]:
    """Of the fields that would change, those a version does not hold."""
    return [one.field for one in changes if not one.of_facts]


def keepers(code: str | None, *besides: Person | None) -> list[Person]:
    """Who keeps the profile now, but for some."""
    if not code:
        return []
    held = Stewardship.objects.standing().on(code).select_related("person").order_by("since", "pk")
    apart = {one.pk for one in besides if one is not None}
    return [one.person for one in held if one.person_id not in apart]


def decided(decision: ProfileDecision) -> None:
    """A moderator's decision on a profile; of two, the stewards of each are told of their own."""
    code, heir = decision.actor.code, decision.heir and decision.heir.code
    told = {"reason": WORDS.get(decision.reason), "revision": decision.revision_id}
    figures = decision.fields if decision.verb in OF_FIGURES else []
    told["figures"] = [f"figures.{one}" for one in figures]
    _tell(keepers(code, decision.by), code, WHAT[decision.verb], other=heir, **told)
    if heir:
        words = JOINED if decision.verb == ProfileVerb.MERGE else WHAT[decision.verb]
        _tell(keepers(heir, decision.by), heir, words, other=code, **told)


def accepted(held: Submission, by: Person | None, figures: Iterable[str] = ()) -> None:
    """A change that somebody else proposed; `figures` are the other fields it changed."""
    people = keepers(held.actor_id, by, held.author)
    told = {"revision": held.revision_id, "figures": figures}
    if held.kind == SubmissionKind.REPORT:
        told["reason"] = ReportSubject(held.subject).label  # said in each reader's language
    _tell(people, held.actor_id, PROPOSED, **told)


def taken_back(code: str, by: Person, reason: str) -> None:
    _tell(keepers(code, by), code, TAKEN_BACK, reason=REOPENED.get(reason))


def imported(revision: int, source: str, *, undone: bool, by: Person | None) -> None:
    """A file of a source that changed profiles, or that was taken back: all of them, or none."""
    of_it = Q(opened=revision) | Q(closed=revision)
    versions = ActorVersion.objects.filter(of_it, actor=OuterRef("actor"))
    observed = Observation.objects.filter(of_it, actor=OuterRef("actor"))
    kept = Stewardship.objects.standing().filter(Exists(versions) | Exists(observed))
    codes_kept = kept.order_by("actor__code").values_list("actor__code", flat=True).distinct()
    words = FILE_TAKEN_BACK if undone else IMPORTED
    with transaction.atomic():
        for code in codes_kept:
            figures = Observation.objects.filter(of_it, actor__code=code)
            said = figures.order_by("indicator", "year").values_list("indicator", "year")
            _tell(
                keepers(code, by),
                code,
                words,
                source=source,
                revision=revision,
                figures=[f"figures.{indicator}.{year}" for indicator, year in said.distinct()],
            )


def _tell(people, code, what, *, other=None, source="", figures=(), reason=None, revision=None):
    if not people:
        return
    standing = ActorVersion.objects.current().filter(code=code).exists()
    names = {one: _name(one) for one in (code, other) if one}
    changed = [*_changed(code, revision), *figures] if standing else []
    for person in people:
        with override(person.language):
            said = {one: _called(one, names[one]) for one in names}
            context = {
                "name": _called(code, names[code], coded=False),
                "what": what % {"other": said.get(other), "source": f"{FIRST_STRONG}{source}{END}"},
                "fields": _(", ").join(dict.fromkeys(map(change_word, changed))),
                "reason": str(reason or ""),
                "page": reverse("permanent-actor", args=[codes.show(code)]),
                "objecting": _objecting(code, other, standing),
                "standing": standing,
            }
        mail.post("profile_changed", to=person, context=context)


def _changed(code, revision) -> list[str]:
    """Fields that a revision says otherwise than the version before it."""
    of_it = ActorVersion.objects.filter(code=code)
    before, after = of_it.filter(closed=revision).first(), of_it.filter(opened=revision).first()
    facts = [one and fields.read(one.digest) for one in (before, after)]
    if revision is None or not all(facts):
        return []
    old, new = map(fields.flat, facts)
    return [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def _objecting(code, other, standing) -> str:
    """Where she says that it is wrong: on the profile, on the one it became, else to whoever runs
    the register.
    """
    if standing:
        return reverse("change", args=[codes.show(code)])
    return reverse("report", args=[codes.show(other)]) if other else reverse("privacy")


def _name(code) -> dict:
    last = ActorVersion.objects.filter(code=code).select_related("text").latest("opened")
    return getattr(getattr(last, "text", None), "names", {})


def _called(code, names, *, coded=True) -> str:
    """A name and its code, each kept whole; in a title the name alone."""
    shown = codes.show(code)
    found = name_of({"names": names}) if names else None
    if found is None:
        return shown
    name = f"{FIRST_STRONG}{found.text}{END}"
    return f"{name} ({LEFT_TO_RIGHT}{shown}{END})" if coded else name
