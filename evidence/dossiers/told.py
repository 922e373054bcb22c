"""A dossier told in one language: for a page, for paper, and for who is about to publish it."""

from dataclasses import dataclass
from datetime import date

from evidence.dossiers.figures import Figure, figures
from evidence.models import Citation
from evidence.wording.names import Name, name_of


@dataclass(frozen=True)
class Point:
    """One point. What it rests on stands in order; `stories` are codes."""

    place: int
    heading: Name | None
    text: Name
    figures: list[Figure]
    stories: list[str]


@dataclass(frozen=True)
class Told:
    """Each text in the language asked for, else in the next best, which it names."""

    title: Name
    introduction: Name | None
    occasion: Name | None
    organisation: Name | None
    date: date | None
    points: list[Point]
    demonstration: bool

    @property
    def figures(self) -> list[Figure]:
        """Each figure once, in the order of the points."""
        found = {one.citation.code: one for point in self.points for one in point.figures}
        return list(found.values())

    @property
    def stories(self) -> list[str]:
        """The code of each story once, in the order of the points."""
        return list(dict.fromkeys(code for point in self.points for code in point.stories))


def told(content: dict, citations: dict[str, Citation], language: str) -> Told:
    """The content of an issue (or of a working copy that has a title), with its citations."""
    said = figures(citations.values(), language)
    return Told(
        title=text(content["titles"], language),
        introduction=text(content["introductions"], language),
        occasion=text(content["occasions"], language),
        organisation=text(content["organisations"], language),
        date=date.fromisoformat(content["date"]) if content["date"] else None,
        points=[
            Point(
                place,
                text(point["headings"], language),
                text(point["texts"], language),
                [said[code] for code in point["figures"]],
                point["stories"],
            )
            for place, point in enumerate(content["points"], 1)
        ],
        demonstration=any(one.is_demo for one in citations.values()),
    )


def text(texts: dict, language: str) -> Name | None:
    return name_of({"names": texts}, language)
