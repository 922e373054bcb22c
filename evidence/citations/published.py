"""Citing what others published or told: an official figure, a story; each is one record."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.utils.html import format_html
from django.utils.translation import gettext as _

from directory import codes, digests
from directory.records.facts import decimal_text
from directory.selectors import reference
from evidence.citations.answers import shown
from evidence.citations.citable import SHOWN, NotCitable, register
from evidence.citations.digest import Fold
from evidence.models import Exactness, OfficialFigure, Story
from evidence.official.selectors import official_figures
from evidence.sentences import COUNTRY, says
from evidence.stories.selectors import UnknownStory, story_as_of
from evidence.wording.dates import day_marked
from evidence.wording.names import name_of
from evidence.wording.places import located


@dataclass
class OneRecord:
    """A question whose answer is one record of the register."""

    row: OfficialFigure | Story
    kind: str
    folder: str
    told: dict

    normal = ""

    @property
    def path(self):
        return f"/api/v1/{self.folder}/{codes.show(self.row.code)}/"

    @property
    def is_demo(self):
        return self.row.is_demo

    def answer(self):
        told = {"code": self.row.code, "version": bytes(self.row.digest).hex()} | self.told
        return told, digests.digest(digests.canonical(told))

    def evidence(self):
        return Fold(sha256(self.row.code.encode() + bytes(self.row.digest)).digest(), 1)

    def records(self, after, limit):
        return iter([] if after else [(self.row.code, bytes(self.row.digest))])

    def among(self, digests):
        return int(bytes(self.row.digest) in digests)


@register(r"/api/v1/official-figures/([^/]+)/?")
def _official(found, query, reading):
    standing = official_figures(reading=reading, code=_code(found, query))
    if not standing:
        raise NotCitable(_("No official figure of this code stood in the register then."))
    told = {"value": decimal_text(standing[0].value), "unit": standing[0].unit}
    return OneRecord(standing[0], "official-figure", "official-figures", told)


@register(r"/api/v1/stories/([^/]+)/?")
def _story(found, query, reading):
    try:
        story = story_as_of(code=_code(found, query), reading=reading)
    except UnknownStory as error:
        raise NotCitable(_("No story of this code stood in the register then.")) from error
    return OneRecord(story, "story", "stories", {})


@says("official-figure")
def _official_said(asked, answer, reading):
    [one] = official_figures(reading=reading, code=answer["code"])
    value = Decimal(answer["value"])
    said = shown(value, answer["unit"])
    known = reference.territories(reading).get(one.territory)
    shape = {
        Exactness.EXACT: _("{name}, {place}: {value} ({publisher}, {day})."),
        Exactness.ROUNDED: _("{name}, {place}: about {value} ({publisher}, {day})."),
        Exactness.MORE_THAN: _("{name}, {place}: more than {value} ({publisher}, {day})."),
    }[one.exactness]
    told = format_html(
        shape,
        name=name_of(one).marked(),
        place=located(known or COUNTRY),
        value=format_html("<b>{}</b>", said),
        publisher=name_of({"names": one.publisher}).marked(),
        day=day_marked(one.counted_on, one.counted_precision),
    )
    notes = [name_of({"names": one.notes}).marked()] if one.notes else []
    return [told], [*notes, *_invented(one)]


@says("story")
def _story_said(asked, answer, reading):
    story = story_as_of(code=answer["code"], reading=reading)
    title = name_of({"names": story.titles})
    told = format_html(
        _("{title}: a field story ({day}), kept as it was told."),
        title=format_html("<b>{}</b>", title.marked() if title else codes.show(story.code)),
        day=day_marked(story.told_on, story.told_precision),
    )
    return [told], _invented(story)


def _invented(one):
    return [_("Demonstration: this is invented.")] if one.is_demo else []


def _code(found, query):
    for name in query:
        if name not in SHOWN:
            raise NotCitable(_("This question is not one the register answers."), {name: [name]})
    try:
        return codes.parse(found[1])
    except codes.CodeError as error:
        raise NotCitable(str(error)) from error
