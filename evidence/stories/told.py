"""A story told in one language, for pages and for paper."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from evidence.models import Story
from evidence.wording.dates import day_marked
from evidence.wording.names import Name, name_of

SHORT = 60  # words of a story where there is little room


@dataclass(frozen=True)
class Told:
    """Each text in the language in force, else in the next best, which it names.

    Without `text` its words were erased; without `told_on` the register does not hold it.
    """

    code: str
    title: Name | None = None
    text: Name | None = None
    teller: Name | None = None
    told_on: SafeString | None = None
    is_demo: bool = False

    @property
    def short(self) -> Name | None:
        """Its words cut where they are long, which `…` says."""
        return self.text and replace(self.text, text=Truncator(self.text.text).words(SHORT))


def told(one: Story) -> Told:
    return Told(
        code=one.code,
        title=name_of({"names": one.titles}),
        text=name_of({"names": one.texts}),
        teller=name_of({"names": one.teller}),
        told_on=day_marked(one.told_on, one.told_precision),
        is_demo=one.is_demo,
    )
