"""Profiles as moderators see them: versions, what stands beside what, and what was decided."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.field_words import change_word, field_word, registry_word
from desk.models import Decision, ProfileDecision, ProfileVerb, Verb
from desk.moderation import merging, profiles, sealing
from desk.moderation.reasons import WORDS
from desk.submissions import Change, refusals
from desk.submissions import facts as fields
from directory import codes
from directory.models import ActorVersion
from directory.records.facts import ActorFacts
from directory.records.stored import facts_behind
from directory.selectors import reference
from directory.selectors.actors import last_names
from directory.selectors.history import Event
from evidence.wording.dates import day, day_marked
from evidence.wording.figures import source_kind_word, unit_word
from evidence.wording.filters import value_words
from evidence.wording.names import Name, name_of
from evidence.wording.numbers import grouped, isolated
from frontend import differences
from frontend.events import changes
from frontend.naming import named

VERSIONS = ("entered", "changed", "returned")


def shown_name(code: str) -> Name | None:
    """The last name of a profile, whether it stands or left; None once redacted."""
    return name_of({"names": last_names([code]).get(code, {})})


def called(code: str, name: Name | None) -> dict:
    return {
        "code": codes.show(code),
        "name": name,
        "url": reverse("moderation-profile", args=[codes.show(code)]),
    }


def found(actors: dict[str, dict], reading) -> list[dict]:
    """Rows of a search, names by code: each with what tells it apart."""
    told = apart(actors, reading)
    return [
        called(code, name_of({"names": names})) | {"apart": told.get(code, "")}
        for code, names in actors.items()
    ]


def apart(several: Iterable[str], reading) -> dict[str, SafeString]:
    """Codes to what tells profiles of like names apart: commune, founding and registry numbers, of
    those whose words stand; one statement.
    """
    current = ActorVersion.objects.current().filter(code__in=list(several))
    found = facts_behind(ActorFacts, current.values("digest")).values()
    return {facts.code: apart_of(facts, reading) for facts in found}


def apart_of(facts: ActorFacts, reading) -> SafeString:
    known = reference.territories(reading)
    place = facts.place.commune or facts.place.province or facts.place.region
    told = [name_of(known[place]).marked()] if place in known else []
    if facts.founded:
        founded = day_marked(facts.founded.date, facts.founded.precision)
        told.append(format_html("{} {}", field_word("founded"), founded))
    told += [
        format_html("{} {}", registry_word(name), isolated(number))
        for name, number in facts.registry.items()
    ]
    return format_html_join(" · ", "{}", ((one,) for one in told))


# ---- versions ------------------------------------------------------------------------------------


def versions(history: list[Event]) -> dict[int, Event]:
    """The versions of a profile by the revision that opened each, the newest first."""
    return {one.revision: one for one in reversed(history) if one.event in VERSIONS}


def version_label(one: Event) -> str:
    """As short as a phone shows whole; who did it stands in the history below."""
    return _("Revision {number}, {day}").format(number=one.revision, day=day(one.date))


def between(before: Event, after: Event, reading) -> list[dict] | None:
    """What one version says otherwise than another; None where a redaction hides it."""
    compared = replace(after, event="changed", before=before.after)
    return None if compared.changes is None else changes(compared, reading)


def history_at(code: str | None, revision: int) -> str:
    """Where a moderator reads what a revision did: in the history of the profile it is of, else
    among revisions.
    """
    if not code:
        return reverse("revision", args=[revision])
    profile = reverse("moderation-profile", args=[codes.show(codes.parse(code))])
    return f"{profile}?earlier={revision + 1}#r-{revision}"


def deciders(code: str, revisions: Iterable[int]) -> dict[int, dict]:
    """Who accepted what led to some revisions: with whose contribution. For moderators' eyes."""
    found = Decision.objects.filter(
        submission__actor=code, verb=Verb.ACCEPT, revision__in=list(revisions)
    ).select_related("by")
    return {one.revision_id: {"by": one.by, "submission": one.submission_id} for one in found}


# ---- what was decided ----------------------------------------------------------------------------


def decided(found: Iterable[ProfileDecision]) -> list[dict]:
    """Lines of the log, each with whose profile it is and whether it can be undone at once."""
    found = list(found)
    several = {one.actor.code for one in found} | {one.heir.code for one in found if one.heir}
    names = last_names(several)
    undone = taken_back(found)

    def profile(actor):
        return actor and called(actor.code, name_of({"names": names.get(actor.code, {})}))

    return [
        {
            "pk": one.pk,
            "verb": one.get_verb_display(),
            "actor": profile(one.actor),
            "heir": profile(one.heir),
            "by": one.by,
            "at": one.at,
            "reason": WORDS.get(one.reason, one.reason),
            "note": one.note,
            "fields": [field_label(one.verb, field) for field in one.fields],
            "restored": one.restored,
            "revision": one.revision_id,
            "undoable": one.verb == ProfileVerb.SETTLE and one.pk not in undone,
        }
        for one in found
    ]


def taken_back(found: list[ProfileDecision]) -> set[int]:
    """Settlements that were opened again afterwards: the same figures of the same profile."""
    done = set()
    for one in found:
        if one.verb == ProfileVerb.SETTLE:
            later = (
                other.verb == ProfileVerb.UNSETTLE
                and other.actor_id == one.actor_id
                and other.fields == one.fields
                and other.revision_id > one.revision_id
                for other in found
            )
            if any(later):
                done.add(one.pk)
    return done


def field_label(verb: str, field: str) -> str:
    if verb in (ProfileVerb.SEAL, ProfileVerb.UNSEAL):
        return str(value_words("seal", field))
    of_figures = verb in (ProfileVerb.SETTLE, ProfileVerb.UNSETTLE)
    return change_word(f"figures.{field}" if of_figures else field)


# ---- two beside each other -----------------------------------------------------------------------


def pairs(told: merging.Beside, form, reading) -> list[dict]:
    """Each field that the two say otherwise, with what each says and what is chosen."""
    rows = []
    for pair in told.pairs:
        bound = form[f"field:{pair.field}"]
        side_now = bound.value() or pair.default
        language = differences.language_of(pair.field)
        rows.append(
            {
                "name": bound.html_name,
                "label": change_word(pair.field),
                "errors": bound.errors,
                "options": [
                    {
                        "value": side,
                        "who": who(side),
                        "words": differences.said(pair.field, pair.chosen(side), reading),
                        "language": language,
                        "checked": side_now == side,
                    }
                    for side in pair.choices
                ],
            }
        )
    return rows


def who(side: str) -> str:
    return {
        merging.STAYS: _("the one that stays"),
        merging.GOES: _("the one that goes"),
        merging.BOTH: _("both together"),
    }[side]


def figures(form, names: dict[str, Name | None], stays: str = "") -> list[dict]:
    """Figures that differ, with the value said of each profile; `names` by code. Of a merger the
    side of the one that stays comes first.
    """
    rows = []
    for name, one in form.figures.items():
        bound = form[f"figure:{name}"]
        options = [
            {
                "value": said.origin,
                "words": f"{grouped(said.value)} {unit_word(said.unit)}",
                "checked": bound.value() == said.origin,
            }
            | _said_of(said, names, stays)
            for said in sorted(one.said, key=lambda said: said.of != stays)
        ]
        rows.append(
            {
                "name": bound.html_name,
                "label": change_word(f"figures.{one.indicator}.{one.year}"),
                "kind": source_kind_word(one.source_kind),
                "options": options,
                "open": not any(option["checked"] for option in options),
                "errors": bound.errors,
            }
        )
    return rows


def _said_of(said, names, stays) -> dict:
    """Of whom a figure was said: of a merger the side, and the name where it is not that side's."""
    side = who(merging.STAYS if said.of == stays else merging.GOES) if stays else ""
    if side and said.origin == said.of:
        return {"who": side}
    return {"who": side, "name": names.get(said.origin), "code": codes.show(said.origin)}


def origins(form) -> dict[str, Name | None]:
    """Names of all of whom the figures of a form were said."""
    told = {said.origin for one in form.figures.values() for said in one.said}
    found = last_names(told)
    return {code: name_of({"names": found.get(code, {})}) for code in told}


def memberships(told: merging.Beside, chosen, opened) -> list[dict]:
    """What either belongs to: name, since when, whose it is, and whether it is chosen."""
    several = [one.facts.network or one.facts.programme for one in told.memberships]
    names = named(several, opened)
    return [
        {
            "value": one.digest,
            "checked": one.digest in chosen,
            "who": who(one.of),
            "name": names.get(code, (None, None))[0],
            "code": codes.show(code),
            "since": one.facts.since and day(one.facts.since.date, one.facts.since.precision),
            "twice": one.twice,
        }
        for one, code in zip(told.memberships, several, strict=True)
    ]


def contacts(told: merging.Beside, chosen) -> list[dict]:
    return [
        {
            "value": one.pk,
            "checked": one.pk in chosen,
            "who": who(side),
            "words": differences.contact({name: getattr(one, name) for name in merging.ABOUT}),
        }
        for side, one in told.contacts
    ]


def changed(today: ActorFacts, then: ActorFacts, reading) -> list[dict]:
    """What a profile would say otherwise than today, field by field."""
    before, after = fields.flat(today), fields.flat(then)
    told = [
        Change(name, before.get(name), before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
    return differences.rows(told, reading, {}, None)


# ---- refusals ------------------------------------------------------------------------------------


def refusal(error) -> str:
    """Why something was not done with a profile, in words."""
    if isinstance(error, profiles.OutOfScope):
        words = _("%s stands outside of what you moderate: a moderator of the country decides.")
        return words % codes.show(error.code)
    if isinstance(error, refusals.NotPublishable):
        return _("The register refuses it: %s") % "; ".join(map(str, error.problems))
    return {
        profiles.KeepsIt: _("You keep this profile yourself: somebody else decides."),
        profiles.ChangedMeanwhile: _("It was changed meanwhile: look at it again, then decide."),
        profiles.NothingToRestore: _("That version says what stands today."),
        profiles.WordsGone: _("Its words were redacted: they are nowhere any more."),
        profiles.StandsAlready: _("It stands in the register: somebody was faster."),
        refusals.ActorGone: _("The profile left the register meanwhile."),
        refusals.NothingToAccept: _("Nothing was chosen."),
        refusals.WrongState: _("Somebody decided on the report meanwhile."),
        sealing.NotHerVoice: _(
            "Whoever gave this seal decides on it, or a moderator of the country."
        ),
        sealing.SealedAlready: _("This seal stands already, with the same days."),
        sealing.NoFigures: _("It publishes no figures: there is nothing to compare."),
        merging.SameProfile: _("It is one profile, not two."),
        merging.ExampleAndReal: _("An example and a real organisation are not merged."),
    }.get(type(error), _("This could not be done."))


def status_of(error) -> int:
    forbidden = (profiles.OutOfScope, profiles.KeepsIt, sealing.NotHerVoice)
    return 403 if isinstance(error, forbidden) else 409
