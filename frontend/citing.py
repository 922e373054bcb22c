"""A citation as its page shows it: then and now, what moved, the steps of verifying, in words."""

from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext, pgettext_lazy

from evidence.citations import answers, upgrade
from evidence.citations.bibliography import grouped_by_four
from evidence.citations.compare import MOST_HELD, SHOWN, Compared, Moved, Movement
from evidence.citations.verify import Step, Verified
from evidence.figures import figure
from evidence.measures import read
from evidence.models import Citation
from evidence.official.selectors import beside
from evidence.wording.filters import label_of
from evidence.wording.numbers import grouped, isolated, percent
from frontend.naming import named
from frontend.official import shown

LISTED = 3  # of each kind; more stand behind "see all"

STEPS = {
    "ledger": pgettext_lazy("verification", "The revision is the one that was noted"),
    "question": pgettext_lazy("verification", "The question is read as it was"),
    "answer": pgettext_lazy("verification", "Asked again, it is answered the same"),
    "records": pgettext_lazy("verification", "As many records stand behind it"),
    "evidence": pgettext_lazy("verification", "Their digests, folded anew, are the same"),
    "revision": pgettext_lazy("verification", "The bytes of the revision have its digest"),
    "bytes": pgettext_lazy("verification", "The bytes of every record have its digest"),
    "rows": pgettext_lazy("verification", "What is counted is what those bytes say"),
    "added": pgettext_lazy("verification", "Added up again from those bytes, it is the same"),
    "paper": pgettext_lazy("verification", "The symbols printed are those of all this"),
}


# ---- then and now --------------------------------------------------------------------------------


def moved(one: Citation, now: Compared, opened) -> dict:
    """What is answered now beside what was, and who came, went and changed."""
    then, today = answers.number(one.answer), answers.number(now.answer)
    told = {
        "revision": now.revision,
        "recorded_at": now.recorded_at,
        "same": now.same,
        "number": today,
        "difference": difference(then, today),
        "why": [],
        "counts": None,
        "too_many": now.too_many and MOST_HELD,
        "first": [],
        "rest": [],
    }
    if now.movement is None:
        return told
    first, rest = listed(now.movement.moved, opened)
    return told | {
        "why": why(one, now.movement, then, today),
        "counts": counts(now.movement),
        "fates": [(fate_word(fate), n) for fate, n in sorted(now.movement.left.items())],
        "first": first,
        "rest": rest,
        "all": len(first) + len(rest),
        "cut": now.movement.entered > SHOWN
        or now.movement.left_count > SHOWN
        or now.movement.changed > SHOWN,
    }


def difference(then, today) -> SafeString | None:
    if None in (then, today) or None in (then.value, today.value):
        return None
    return answers.change_shown(today.value - then.value, then.unit)


def why(one, movement: Movement, then, today) -> list[SafeString]:
    """The share of a difference that is due to those who report only now."""
    if "aggregate=" not in one.normal or None in (then, today):
        return []
    told = []
    if movement.new_reporters:
        told.append(
            format_html(
                ngettext(
                    "{n} organisation reports now that did not then.",
                    "{n} organisations report now that did not then.",
                    movement.new_reporters,
                ),
                n=isolated(grouped(movement.new_reporters)),
            )
        )
    if movement.gone_reporters:
        told.append(
            format_html(
                ngettext(
                    "{n} organisation that reported then no longer counts.",
                    "{n} organisations that reported then no longer count.",
                    movement.gone_reporters,
                ),
                n=isolated(grouped(movement.gone_reporters)),
            )
        )
    summed = "aggregate=sum" in one.normal and "per=" not in one.normal
    if summed and None not in (then.value, today.value) and told:
        told.append(shares(movement, today.value - then.value))
    return told


def shares(movement: Movement, change) -> SafeString:
    """How much of a change came by whom: `+828 of +1,314 (63%)`, and the same ones' own."""
    of_new = movement.of_new
    said = {
        "change": answers.change_shown(change),
        "new": answers.change_shown(of_new),
        "gone": answers.change_shown(-movement.of_gone),
        "own": answers.change_shown(movement.of_same),
    }
    if change and 0 <= of_new / change <= 1:
        return format_html(
            _(
                "Of the difference of {change}, new reporters make {new} ({share}), those who left"
                " {gone}; at equal organisations it is {own}."
            ),
            share=isolated(percent(Fraction(of_new) / Fraction(change))),
            **said,
        )
    return format_html(
        _(
            "Of the difference of {change}, new reporters make {new}, those who left {gone}; at"
            " equal organisations it is {own}."
        ),
        **said,
    )


def counts(movement: Movement) -> list[dict]:
    """The four counts with their words, in their order."""
    return [
        {"how": how, "sign": sign, "count": count, "words": counted_word(how, count)}
        for how, sign, count in (
            ("entered", "+", movement.entered),
            ("left", "−", movement.left_count),
            ("changed", "", movement.changed),
            ("unchanged", "", movement.unchanged),
        )
    ]


def counted_word(how: str, count: int) -> str:
    """What so many did, without the number."""
    return {
        "entered": npgettext("so many", "entered", "entered", count),
        "left": npgettext("so many", "left", "left", count),
        "changed": npgettext("so many", "changed", "changed", count),
        "unchanged": npgettext("so many", "unchanged", "unchanged", count),
    }[how]


def listed(found: list[Moved], opened) -> tuple[list[dict], list[dict]]:
    """Those that moved, by name, each with what it did: some of every kind first, then the rest."""
    names = named([one.code for one in found], opened)
    first = {
        one.code
        for how in ("entered", "left", "changed")
        for one in [each for each in found if each.how == how][:LISTED]
    }
    told = [
        {
            "code": one.code,
            "name": names.get(one.code, (None, None))[0],
            "url": names.get(one.code, (None, None))[1],
            "how": one.how,
            "tag": fate_word(one.fate) if one.how == "left" else how_word(one.how),
            "told": values(one) or changed_fields(one),
        }
        for one in found
    ]
    shown = [one for one in told if one["code"] in first]
    return shown, [one for one in told if one["code"] not in first]


def changed_fields(one: Moved) -> str:
    """What a question reads of it that is otherwise now."""
    if one.how != "changed":
        return ""
    return _(", ").join(label_of(name) for name in one.fields)


def values(one: Moved) -> SafeString | str:
    """What it reported then and now, where it reports anything."""
    if one.then is None and one.now is None:
        return ""
    then, now = (
        _("nothing") if value is None else answers.shown(value) for value in (one.then, one.now)
    )
    if one.how == "entered":
        return now
    if one.how == "left":
        return then
    return "" if one.then == one.now else format_html(_("{then} → {now}"), then=then, now=now)


def how_word(how: str) -> str:
    return {"entered": pgettext("moved", "entered"), "changed": pgettext("moved", "changed")}[how]


def fate_word(fate: str) -> str:
    return {
        "merged": pgettext("fate", "merged"),
        "withdrawn": pgettext("fate", "withdrawn"),
        "closed": pgettext("fate", "closed down"),
        "redacted": pgettext("fate", "erased in its words"),
        "changed": pgettext("fate", "changed"),
        "unknown": pgettext("fate", "not known"),
    }[fate]


# ---- what others published -----------------------------------------------------------------------


def officials(one: Citation, past, opened) -> list[dict]:
    """Published totals, as known today, that speak of what was cited."""
    if one.kind not in ("actors", "statistics"):
        return []
    _path, normal = upgrade.question(one.query_version, one.path, one.normal)
    asked = dict(parse_qsl(normal))
    asked.pop("group_by", None)
    statistic = read(asked, past)
    if statistic.refused:
        return []
    return [shown(each, opened) for each in beside(figure(statistic), opened.reading)]


# ---- verifying -----------------------------------------------------------------------------------


def steps(one: Citation, told: Verified) -> dict:
    return {
        "holds": told.holds,
        "redacted": told.redacted,
        "steps": [
            {"words": STEPS[step.name], "holds": step.holds, "found": found(one, step)}
            for step in told.steps
        ],
    }


def found(one: Citation, step: Step) -> SafeString | str:
    """What a step found: as noted, or what was noted beside what is found."""
    if step.name == "question":
        return "" if step.holds else step.found
    if step.name == "ledger" and step.holds:
        return format_html(
            _("revision {revision}, {digest}"),
            revision=isolated(one.revision),
            digest=isolated(brief(step.found)),
        )
    if step.name in ("bytes", "rows"):  # how many do not
        return "" if step.holds else isolated(grouped(int(step.found)))
    shown = {"records": grouped, "paper": grouped_by_four, "added": added}.get(step.name, brief)
    if step.holds:
        return isolated(shown(step.found))
    return format_html(
        _("noted {expected}, found {found}"),
        expected=isolated(shown(step.expected)),
        found=isolated(shown(step.found)),
    )


def added(numbers: str) -> str:
    """How many are counted, how many report, and sums, one after the other."""
    return " · ".join(shown_number(one) for one in numbers.split())


def shown_number(text: str) -> str:
    value = Decimal(text)
    return grouped(value, 0 if value == value.to_integral_value() else 2)


def brief(digest: str) -> str:
    """A digest by its beginning and its end."""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}" if digest else "–"
