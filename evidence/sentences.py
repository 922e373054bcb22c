"""A figure in one sentence that leaves nothing out: scope, status, what is unknown, year, how many
report and of what kind, who is in a ratio, register, revision, date.

said = sentence("statistics", citation.normal, citation.answer, reading, "ar")
said.marked, said.text, said.language

Everything is read at the revision cited: a sector renamed since keeps the name it had.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from directory import codes
from directory.as_of import Reading
from directory.selection.fields import NONE
from directory.selectors import reference
from directory.selectors.actors import actor_state
from directory.selectors.observations import indicators
from directory.vocabulary import may_hold_invented
from evidence.cells import KINDS
from evidence.grouping import GROUPINGS
from evidence.measures import OWN, TERRITORIAL
from evidence.wording import measured
from evidence.wording.dates import day_marked
from evidence.wording.figures import unit_word
from evidence.wording.filters import (
    DATES,
    active_on,
    active_or_closed,
    closed_by,
    is_unknown,
    label_of,
    words,
)
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated, percent
from evidence.wording.places import located
from evidence.wording.plain import plain

LANGUAGES = ("ar", "fr", "en", "es")
COUNTRY = {"kind": "country", "names": {"fr": "Maroc"}}
FALLBACK = "fr"  # no text is invented in a language nobody has reviewed


@dataclass(frozen=True)
class Sentence:
    """A figure in words, in the language it is really in.

    `said` is the figure itself, `notes` what must be known beside it, `source` the register, its
    revision and date; all marked for a page: values in <b>, numbers isolated.
    """

    language: str
    said: tuple[SafeString, ...]
    notes: tuple[SafeString, ...]
    source: SafeString

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def marked(self) -> SafeString:
        return _joined((*self.said, *self.notes, self.source))

    @property
    def figure(self) -> SafeString:
        """What is said, without notes and source."""
        return _joined(self.said)

    @property
    def text(self) -> str:
        """The whole as plain text."""
        return plain(self.marked, self.language)

    @property
    def title(self) -> str:
        """The figure as plain text, for titles."""
        return plain(self.figure, self.language)


_KINDS: dict[str, Callable] = {}


def says(kind: str):
    """Register what words a kind of question: (asked, answer, reading) to said and notes."""

    def keep(tell):
        _KINDS[kind] = tell
        return tell

    return keep


def sentence(kind: str, normal: str, answer: dict, reading: Reading, language: str) -> Sentence:
    """The sentence of a question (its kind and normal form) and its answer, at its revision."""
    language = language if language in LANGUAGES else FALLBACK
    asked = dict(parse_qsl(normal))
    with override(language):
        said, notes = _KINDS[kind](asked, answer, reading)
        source = format_html(
            _("Athar, revision {revision}, {day}."),
            revision=isolated(reading.revision),
            day=day_marked(reading.recorded_at),
        )
    return Sentence(language, tuple(said), tuple(notes), source)


def _joined(parts):
    return format_html_join(" ", "{}", ((part,) for part in parts))


# ---- whose figure it is --------------------------------------------------------------------------


@says("actors")
def _actors(asked, answer, reading):
    return [scope(asked, answer["count"], reading)], [*_uncounted(asked), *_examples(asked)]


@says("actor")
def _actor(asked, answer, reading):
    state = actor_state(answer["code"], reading)
    facts = state and state.facts
    name = name_of(facts) if facts else None
    what = (
        name.marked()
        if name
        else format_html('<bdi class="n">{}</bdi>', codes.show(answer["code"]))
    )
    parts = [format_html("<b>{}</b>", what)]
    if facts:
        form = reference.terms(reading, "legal_form").get(facts["legal_form"])
        if form:
            parts.append(name_of(form).marked())
        place = _leaf(facts["place"], reading)
        if place:
            parts.append(located(place))
    told = format_html_join(_(", "), "{}", ((part,) for part in parts))
    said = format_html(_("{organisation}: as the register held it."), organisation=told)
    invented = bool(facts and facts["is_demo"])
    return [said], [_("Demonstration: this organisation is invented.")] if invented else []


def _leaf(place, reading):
    known = reference.territories(reading)
    found = (place[level] for level in ("arrondissement", "commune", "province", "region"))
    return next((known[code] for code in found if code in known), None)


def scope(asked: dict[str, str], count: int, reading: Reading) -> SafeString:
    """Those counted: how many, of what status, where, narrowed by what; and what is unknown."""
    forms = asked.get("legal_form", "").split(",")
    form = forms[0] if len(forms) == 1 else ""
    told = format_html(
        # Translators: {counted} is "312 registered cooperatives", {status} "active"
        _("{counted} {status} {place}"),
        counted=measured.organisations(form, count),
        status=_status(asked, count, reading),
        place=_where(asked, reading) or located(COUNTRY),
    )
    for label, said in _narrowed(asked, form, reading):
        told = format_html(_("{scope}; {label}: {words}"), scope=told, label=label, words=said)
    return format_html(_("{scope} (how many exist: unknown)."), scope=told)


def _status(asked, count, reading):
    if "active_on" in asked:
        return active_on(date.fromisoformat(asked["active_on"]), count)
    if asked.get("status") == "closed":
        return closed_by(reading.date, count)
    return active_or_closed(count) if asked.get("status") == "any" else measured.active(count)


def _where(asked, reading) -> SafeString | None:
    """The territories a question is narrowed to: those of one filter are alternatives."""
    known = reference.territories(reading)
    told = []
    for name in (*TERRITORIAL, "locality"):
        if name not in asked or _holds_the_rest(name, asked, known):
            continue
        each = asked[name].split(",")
        told.append(_either(_located(name, code, known, reading) for code in each))
    return format_html_join(_(", "), "{}", ((one,) for one in told)) if told else None


def _holds_the_rest(name, asked, known) -> bool:
    """Whether all that a finer filter names lies in what this one does, which then says no more."""
    codes = asked[name].split(",")
    return any(
        finer in asked
        and all(
            one in known and getattr(known[one], name) in codes for one in asked[finer].split(",")
        )
        for finer in FINER.get(name, ())
    )


def _located(name, code, known, reading) -> SafeString:
    if code == NONE:
        return format_html(_("where the {level} is not known"), level=_level_word(name))
    one = known.get(code) or reference.localities([code], reading).get(code)
    return located(one) if one else words(name, code, reading)


def _level_word(name) -> str:
    return {
        "territory": pgettext("not known", "territory"),
        "region": pgettext("not known", "region"),
        "province": pgettext("not known", "province or prefecture"),
        "commune": pgettext("not known", "commune"),
        "arrondissement": pgettext("not known", "arrondissement"),
        "locality": pgettext("not known", "neighbourhood or village"),
    }[name]


def _narrowed(asked, form, reading):
    """Every other filter, with its words."""
    known = ("legal_form",) if form in KNOWN_FORMS else ()
    told = {*known, *TERRITORIAL, "locality", "status", "active_on", "demo", "radius", *OWN}
    for name, value in asked.items():
        if name in told:
            continue
        if name == "bbox":
            said = isolated(value)
        elif name == "near":
            said = format_html(
                _("{point}, within {metres} m"),
                point=isolated(value),
                metres=isolated(grouped(Decimal(asked["radius"]))),
            )
        elif name in DATES:
            said = day_marked(date.fromisoformat(value))
        else:
            said = _values(name, value, reading)
        yield _lower(label_of(name)), said


FINER = {"region": ("province", "commune"), "province": ("commune",)}
KNOWN_FORMS = ("cooperative", "cooperative-union", "association", "mutual")


def _values(name, value, reading):
    each = [value] if name == "q" else value.split(",")
    return _either(
        _unknown(name)
        if is_unknown(name, one)
        else words("of" if name == "has" else name, one, reading)
        for one in each
    )


def _unknown(name):
    return pgettext("seal", "none") if name == "seal" else _("not known")


def _either(told) -> SafeString:
    """Alternatives: several values of one filter."""
    first, *others = told
    for other in others:
        first = format_html(_("{one} or {other}"), one=first, other=other)
    return first


def _lower(label):
    return label[:1].lower() + label[1:]


def _uncounted(asked) -> list[str]:
    """Whom a filter cannot find, though they might belong to what it asks for."""
    told = []
    if "bbox" in asked or "near" in asked:
        told.append(_("Those known only by their commune are not among them."))
    if {"active_on", "founded_from", "founded_to"} & asked.keys():
        told.append(_("Those whose founding date is unknown are not among them."))
    by_closing = "closing_year" in asked.get("group_by", "").split(",")
    if {"closed_from", "closed_to"} & asked.keys() or (by_closing and asked["status"] == "closed"):
        told.append(_("Those whose closing the register does not know are not among them."))
    return told


def _examples(asked):
    demo = asked.get("demo", "false")
    if not may_hold_invented(demo):
        return []
    if demo == "true":
        return [_("Demonstration: all of them are invented.")]
    return [_("Demonstration: invented organisations may be among them.")]


# ---- statistics ----------------------------------------------------------------------------------


@says("statistics")
def _statistics(asked, answer, reading):
    measure, total = asked["measure"], answer["total"]
    if measure.startswith("census:"):
        return [_census(asked, answer, reading)], _grouped(asked, answer)
    said = [scope(asked, total["in_scope"], reading)]
    notes = _grouped(asked, answer)
    if measure != "actors":
        said.append(_measured(asked, answer, reading))
        if _unit(measure, reading) == "memberships":
            notes.append(_("One person may hold several."))
    elif "per" in asked:
        said.append(format_html(_("That is {rate}."), rate=_rate(asked, answer, total["value"])))
    return said, [*notes, *_uncounted(asked), *_examples(asked)]


def _unit(measure, reading):
    return indicators(reading)[measure].unit


def _measured(asked, answer, reading) -> SafeString:
    """What those in scope report: its value, its year, how many report it, of what kind."""
    total = answer["total"]
    if total["reporting"] is None:
        return _years(asked, answer, reading)
    if not total["reporting"]:
        return format_html(
            _("{name} {period}: none of them gives it."),
            name=_name(asked["measure"], reading),
            period=_period(asked, reading),
        )
    told = {
        "period": _period(asked, reading),
        "reporting": isolated(grouped(total["reporting"])),
        "all": isolated(grouped(total["in_scope"])),
        "share": isolated(percent(Fraction(total["reporting"], total["in_scope"]))),
        "kinds": measured.sources(dict(zip(KINDS, total["sources"], strict=True))),
    }
    if asked["aggregate"] == "share":
        return format_html(
            _("Among the {reporting} of {all} giving both {period} ({share}; {kinds}), {told}."),
            told=_ratio(asked, total, reading),
            **told,
        )
    told["told"] = _value(asked, answer, reading)
    if _unit(asked["measure"], reading) == "memberships":
        # Translators: memberships, given by so many organisations
        shape = pgettext(
            "memberships", "{told} {period}, given by {reporting} of {all} ({share}; {kinds})."
        )
    else:
        shape = pgettext(
            "figure", "{told} {period}, given by {reporting} of {all} ({share}; {kinds})."
        )
    return format_html(shape, **told)


def _value(asked, answer, reading) -> SafeString:
    value = Decimal(answer["total"]["value"]) if answer["total"]["value"] is not None else None
    measure = asked["measure"]
    name = _name(measure, reading)
    if "per" in asked:
        rate = _rate(asked, answer, answer["total"]["value"])
        return format_html(_("{name}: {value}"), name=name, value=rate)
    if asked["aggregate"] == "sum" and measured.units(measure, value):
        return measured.units(measure, value)
    unit = unit_word(_unit(measure, reading))
    said = measured.number(value)
    if unit:
        said = format_html("{}\u00a0{}", said, unit)
    shape = {
        "sum": _("{name}: {value}"),
        "mean": _("{name}, mean of those who give it: {value}"),
        "median": _("{name}, median of those who give it: {value}"),
    }[asked["aggregate"]]
    return format_html(shape, name=name, value=said)


def _rate(asked, answer, value) -> SafeString:
    if value is None:
        return _("unknown, for the inhabitants are not known")
    return format_html(
        _("{rate} for {n} inhabitants (census of {year})"),
        rate=measured.number(Decimal(value)),
        n=isolated(grouped(int(asked["per_n"]))),
        year=isolated(answer["census_year"]),
    )


def _ratio(asked, total, reading) -> SafeString:
    """Who is in a ratio: so many of so many."""
    share = isolated(percent(Fraction(total["value"])))
    part, whole = total.get("part"), total.get("whole")
    names = {"part": _name(asked["measure"], reading), "whole": _name(asked["of"], reading)}
    if part is None:
        return format_html(_("{part} out of {whole}: {share}"), share=share, **names)
    part, whole = Decimal(part), Decimal(whole)
    shape, counted = measured.part_of(asked["measure"]), measured.units(asked["of"], whole)
    if shape and counted:
        told = format_html(shape, some=measured.number(part), whole=counted)
        return format_html(_("{told} ({share})"), told=told, share=share)
    return format_html(
        _("{part}: {some}, out of {whole}: {all} ({share})"),
        some=measured.number(part),
        all=measured.number(whole),
        share=share,
        **names,
    )


def _period(asked, reading) -> SafeString:
    year = asked.get("year", "")
    if year.startswith("latest:"):
        last = reading.date.year
        first = last - int(year.partition(":")[2]) + 1
        return format_html(
            _("in the latest year each gives from {first} to {last}"),
            first=isolated(first),
            last=isolated(last),
        )
    return format_html(pgettext("figure", "in {year}"), year=isolated(year))


def _years(asked, answer, reading) -> SafeString:
    """A figure by year has no total: its years stand in the table."""
    name = _name(asked["measure"], reading)
    at = asked["group_by"].split(",").index("year")
    years = sorted({one["groups"][at] for one in answer["results"]} - {None})
    if not years:
        return format_html(_("{name}: none of them gives it."), name=name)
    return format_html(
        _("{name}, year by year from {first} to {last}."),
        name=name,
        first=isolated(years[0]),
        last=isolated(years[-1]),
    )


def _grouped(asked, answer) -> list:
    """By what a figure is told apart, and whether an actor may stand in several cells."""
    if "group_by" not in asked:
        return []
    names = asked["group_by"].split(",")
    by = format_html_join(_(", "), "{}", ((_lower(label_of(name)),) for name in names))
    count = len(answer["results"])
    told = format_html(
        ngettext("Told apart by {by}: {n} figure.", "Told apart by {by}: {n} figures.", count),
        by=by,
        n=isolated(grouped(count)),
    )
    if any(GROUPINGS[name].several for name in names):
        told = format_html("{} {}", told, _("One organisation may stand in several of them."))
    return [told]


def _census(asked, answer, reading) -> SafeString:
    """A count of the bureau itself: what, where, which census."""
    total = answer["total"]
    name = measured.census_column(asked["measure"].partition(":")[2])
    place = _where(asked, reading) or located(COUNTRY)
    if total["value"] is None:
        return format_html(_("{name}, {place}: the census does not say."), name=name, place=place)
    said = measured.number(Decimal(total["value"]))
    if "per" in asked:
        said = format_html(
            _("{rate} for {per} inhabitants"), rate=said, per=isolated(grouped(int(asked["per_n"])))
        )
    told = format_html(
        _("{name}, {place}: {value} (High Commission for Planning, census of {year})."),
        name=name,
        place=place,
        value=said,
        year=isolated(answer["census_year"]),
    )
    if total["reporting"] < total["in_scope"]:
        known = format_html(
            _("Known for {some} of {all} territories."),
            some=isolated(grouped(total["reporting"])),
            all=isolated(grouped(total["in_scope"])),
        )
        told = format_html("{} {}", told, known)
    return told


def _name(measure, reading) -> SafeString:
    return name_of(indicators(reading)[measure]).marked()
