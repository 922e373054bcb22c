"""Official figures and stories: records that others published or told."""

from django.urls import reverse
from django.utils.translation import gettext as _

from api.problems import BadParameters, CodeUnknown, problem_of
from api.resource import RegisterResource
from directory import codes, vocabulary
from directory.standing import partial_date
from evidence.formats.table import number
from evidence.official.selectors import official_figures
from evidence.stories.selectors import UnknownStory, stories, story_as_of


class Told(RegisterResource):
    """Records by their code, or by whose and where they are."""

    statuses = frozenset({304, 404})

    def code(self, text: str) -> str:
        try:
            return codes.parse(text)
        except codes.CodeError as error:
            raise problem_of(error, text) from error

    def code_in(self, name: str) -> str | None:
        """The code a parameter gives. Raises BadParameters."""
        text = self.asked.text(name)
        try:
            return text and codes.parse(text)
        except codes.CodeError as error:
            raise BadParameters.one(name, text, _("a code as printed: eight symbols")) from error

    def territory(self, reading):
        """The territory asked for: its level and code. Raises BadParameters."""
        code = self.asked.text("territory")
        if code is None:
            return None
        level = vocabulary.level_of(code, reading)
        if level in (None, "locality"):
            raise BadParameters.one("territory", code, _("the code of a territory"))
        return level, code


class OfficialFigureList(Told):
    """Totals that others published: who counted what, where and when; the newest first."""

    parameters = frozenset({"territory"})
    shape = {"json": "OfficialFigureList"}
    statuses = frozenset({304})

    def answer(self, reading):
        where = self.territory(reading)
        tag = self.tag(reading, where)
        found = official_figures(reading=reading, territory=where and where[1])
        results = [official_json(one, self.request) for one in found]
        content = {"count": len(results), "next": None, "results": results}
        return self.respond_json(tag, reading, content)


class OfficialFigureDetail(Told):
    """One official figure."""

    shape = {"json": "OfficialFigureDetail"}

    def answer(self, reading, code):
        found = official_figures(reading=reading, code=self.code(code))
        if not found:
            raise CodeUnknown(
                _("No official figure has this code as of revision %s.") % reading.revision,
                revision=reading.revision,
            )
        tag = self.tag(reading, found[0].code)
        content = {"official_figure": official_json(found[0], self.request)}
        return self.respond_json(tag, reading, content)


def official_json(one, request) -> dict:
    """An official figure with the question of ours that speaks of the same, if there is one."""
    asked = None
    if one.question:
        where = "" if one.territory == "MA" else f"&territory={one.territory}"
        asked = request.build_absolute_uri(f"/api/v1/statistics/?{one.question}{where}")
    return {
        "code": one.code,
        "url": request.build_absolute_uri(
            reverse("api:official-figure", args=[codes.show(one.code)])
        ),
        "names": one.names,
        "publisher": one.publisher,
        "value": number(one.value),
        "unit": one.unit,
        "exactness": one.exactness,
        "counted": partial_date(one.counted_on, one.counted_precision),
        "territory": one.territory,
        "notes": one.notes,
        "source": one.source,
        "source_url": one.source_url,
        "beside": asked,
        "is_demo": one.is_demo,
        "digest": bytes(one.digest).hex(),
    }


class StoryList(Told):
    """Field stories, the last told first; of a territory, those of its actors too."""

    parameters = frozenset({"actor", "programme", "territory"})
    shape = {"json": "StoryList"}
    statuses = frozenset({304})

    def answer(self, reading):
        where = self.territory(reading)
        of = {name: self.code_in(name) for name in ("actor", "programme")}
        tag = self.tag(reading, where, *of.values())
        found = stories(reading=reading, territory=where, **of)
        results = [story_json(one, self.request) for one in found]
        content = {"count": len(results), "next": None, "results": results}
        return self.respond_json(tag, reading, content)


class StoryDetail(Told):
    """One story, with the consent it is published by."""

    shape = {"json": "StoryDetail"}

    def answer(self, reading, code):
        try:
            found = story_as_of(code=self.code(code), reading=reading)
        except UnknownStory as error:
            raise CodeUnknown(
                _("No story has this code as of revision %s.") % reading.revision,
                revision=reading.revision,
            ) from error
        tag = self.tag(reading, found.code)
        return self.respond_json(tag, reading, {"story": story_json(found, self.request)})


def story_json(one, request) -> dict:
    return {
        "code": one.code,
        "url": request.build_absolute_uri(f"/s/{codes.show(one.code)}"),
        "titles": one.titles,
        "texts": one.texts,
        "teller": one.teller,
        "told": partial_date(one.told_on, one.told_precision),
        "actor": one.actor and one.actor.code,
        "programme": one.programme and one.programme.code,
        "territory": one.territory,
        "consent": {
            "on": one.consent_on.isoformat(),
            "form": one.consent_form,
            "to": one.consent_to,
        },
        "licence": "CC-BY-4.0",
        "is_demo": one.is_demo,
        "digest": bytes(one.digest).hex(),
        "redacted": one.redacted,
    }
