"""What asks for a closer look at a submission before anybody decides: alike, unusual, out of place.

Signs are found when it is sent and kept with it, so that a queue of thousands can show them and
set them apart. Whoever opens one submission sees them found anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from desk.duplicates import Asked, Candidate, alike_since, candidates
from desk.models import Sign, Submission, SubmissionKind
from desk.plausibility import Said, doubts, reported
from desk.submissions.difference import Change
from directory.database import rows
from directory.models import Revision, Seal, SealScope
from directory.records.facts import ActorFacts

# Addresses have a field of their own; in a name or a description they advertise.
ADDRESS = re.compile(r"https?://|\bwww\.|\w@\w", re.IGNORECASE)
TEXTS = ("names", "descriptions", "products")
# What a seal of identity says was compared with documents.
IDENTITY = ("names", "legal_form", "registry")


def signs(
    submission: Submission,
    facts: ActorFacts,
    changes: list[Change],
    *,
    is_alike: bool | None = None,
    is_unusual: bool | None = None,
) -> list[str]:
    """In the order of `Sign`; none for a report, which is looked at by itself anyhow. `is_alike`:
    whether it is like a profile that is here, `is_unusual`: whether a figure is, where somebody has
    looked.
    """
    if submission.kind == SubmissionKind.REPORT:
        return []
    if is_alike is None:
        is_alike = bool(alike(submission, facts, changes))
    if is_unusual is None:
        is_unusual = bool(doubted(submission, facts, changes))
    found = {
        Sign.ALIKE: is_alike,
        Sign.UNUSUAL: is_unusual,
        Sign.ADDRESS: any(
            one.field.startswith(TEXTS) and ADDRESS.search(str(one.proposed or ""))
            for one in changes
        ),
        Sign.SEALED: changes_what_was_verified(submission, changes),
        Sign.TWIN: twins(submission).exists(),
        Sign.EMPTIED: any(one.today and not one.proposed for one in changes),
    }
    return [sign for sign, is_there in found.items() if is_there]


def alike(submission: Submission, facts: ActorFacts, changes: list[Change]) -> list[Candidate]:
    """Asked for a new profile, and for a change of the name or of a number."""
    telling = any(one.field.startswith(("names", "registry")) for one in changes)
    if submission.kind != SubmissionKind.NEW_PROFILE and not telling:
        return []
    return candidates(
        facts.names.values(),
        commune=facts.place.commune,
        province=facts.place.province,
        registry=facts.registry,
        besides=submission.actor_id,
    )


def alike_by_now(several: list[tuple[Submission, ActorFacts, list[Change]]]) -> set[int] | None:
    """Numbers of those that are like a profile in the register, as when they were sent or because
    of what entered since; None where each is to be looked for by itself.
    """
    new = [(one, facts) for one, facts, _told in several if one.kind == SubmissionKind.NEW_PROFILE]
    found = {one.pk for one, _facts, _told in several if Sign.ALIKE in one.signs}
    found |= {
        one.pk for one, facts in new if facts.registry and candidates((), registry=facts.registry)
    }
    found |= {
        one.pk
        for one, facts, changes in several
        if one.kind == SubmissionKind.CHANGE and alike(one, facts, changes)
    }
    asked = [
        Asked(one.pk, tuple(facts.names.values()), facts.place.commune, facts.place.province)
        for one, facts in new
        if one.pk not in found
    ]
    if not asked:
        return found
    sent = min(one.submitted_at for one, _facts in new)
    before = Revision.objects.filter(recorded_at__lte=sent).order_by("-number")
    entered = alike_since(before.values_list("number", flat=True).first() or 0, asked)
    return None if entered is None else found | entered


def twins(submission: Submission):
    """Other new profiles that wait under one of its names."""
    if not submission.named:
        return Submission.objects.none()
    return (
        Submission.objects.waiting()
        .filter(named__overlap=submission.named)
        .exclude(pk=submission.pk)
    )


def folded(names: Iterable[str]) -> list[str]:
    """Names as search folds them."""
    found = rows("select distinct fold_text(t) from unnest(%s::text[]) t", [sorted(names)])
    return sorted(fold for (fold,) in found if fold)


def changes_what_was_verified(submission: Submission, changes: list[Change]) -> bool:
    """Whether a seal of identity stands, and its name, legal form or numbers would be others."""
    return any(one.field.startswith(IDENTITY) for one in changes) and (
        Seal.objects.current()
        .filter(actor__code=submission.actor_id, scope=SealScope.IDENTITY)
        .exists()
    )


def said_of(several: Iterable[tuple[Submission, list[Change]]]) -> dict[str, Said]:
    """Codes of the profiles for which figures are given to what the register has of each: one
    statement, none without such.
    """
    return reported(one.actor_id for one, told in several if one.actor_id and any(_figures(told)))


def _figures(changes):
    """The changes that give a figure, each with its indicator and its year."""
    for one in changes:
        if one.field.startswith("figures.") and one.proposed is not None:
            _head, indicator, year = one.field.split(".")
            yield one, indicator, int(year)


def doubted(
    submission: Submission,
    facts: ActorFacts,
    changes: list[Change],
    said: Mapping[str, Said] | None = None,
) -> dict[str, list[str]]:
    """Fields of figures to what is unusual about each, in words. `said` is what the register has,
    by profile; asked where nobody asked it.
    """
    if said is None:
        said = said_of([(submission, changes)])
    by_year = defaultdict(dict)
    for one, indicator, year in _figures(changes):
        by_year[year][indicator] = one.proposed
    known = said.get(submission.actor_id)
    found = defaultdict(list)
    for year, values in by_year.items():
        for doubt in doubts(values, year, legal_form=facts.legal_form, said=known):
            found[f"figures.{doubt.indicator}.{year}"].append(doubt.words)
    return dict(found)


def given_before(
    submission: Submission, changes: list[Change], said: Mapping[str, Said]
) -> dict[str, tuple[int, Decimal]]:
    """Fields of figures of a year nobody told yet to the last other year in the register and its
    value. `said` is what the register has, by profile.
    """
    known = said.get(submission.actor_id, {})
    found = {
        one.field: _last_but(year, known.get(indicator, {}))
        for one, indicator, year in _figures(changes)
        if one.today is None
    }
    return {field: told for field, told in found.items() if told}


def _last_but(year, by_year) -> tuple[int, Decimal] | None:
    return max((one for one in by_year.items() if one[0] != year), default=None)


def named_alike(several: Iterable[list[Change]]) -> set[str]:
    """Names that more than one of several submissions propose, as search folds them: two people of
    one cooperative may have sent it, and neither is in the register yet.
    """
    proposed = [_names(changes) for changes in several]
    folds = dict(
        rows(
            "select t, fold_text(t) from unnest(%s::text[]) t",
            [sorted(set().union(*proposed))],
        )
    )
    counted = Counter(fold for names in proposed for fold in {folds[name] for name in names})
    return {name for name, fold in folds.items() if counted[fold] > 1}


def shares_a_name(changes: list[Change], shared: set[str]) -> bool:
    return not shared.isdisjoint(_names(changes))


def _names(changes: list[Change]) -> set[str]:
    return {one.proposed for one in changes if one.field.startswith("names") and one.proposed}
