"""How a citation is quoted: short, long, by APA and ISO 690, in the languages of the site.

Every text is read at the revision cited, so it is the same in ten years.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from directory import codes
from directory.as_of import snapshot
from evidence.models import Citation
from evidence.sentences import LANGUAGES, Sentence, sentence
from evidence.wording.dates import MONTHS, day, local
from evidence.wording.plain import END, LEFT_TO_RIGHT


@dataclass(frozen=True)
class Quotation:
    """A citation in one language; `url` is its permanent link."""

    one: Citation
    sentence: Sentence
    url: str

    @property
    def language(self) -> str:
        return self.sentence.language

    @property
    def direction(self) -> str:
        return self.sentence.direction

    @property
    def code(self) -> str:
        return codes.show(self.one.code)

    @property
    def title(self) -> str:
        """What it says, as a title: without a full stop; and that it is a demonstration's."""
        title = self.sentence.title.removesuffix(".")
        return f"{title} [{self.demonstration}]" if self.one.is_demo else title

    @cached_property
    def demonstration(self) -> str:
        """What is said wherever the notes of its sentence are not: invented rows may be counted."""
        with override(self.language):
            return _("demonstration data")

    @cached_property
    def short(self) -> str:
        """Which register, which citation, where: for a footnote."""
        shape = gettext_noop(
            "Athar, register of the social and solidarity economy in Morocco,"
            " citation {code}, revision {revision}, {day}. {url}"
        )
        invented = gettext_noop(
            "Athar, register of the social and solidarity economy in Morocco (demonstration data),"
            " citation {code}, revision {revision}, {day}. {url}"
        )
        return self._said(invented if self.one.is_demo else shape)

    @cached_property
    def long(self) -> str:
        """The whole sentence, then its code and where it is checked."""
        return self._said(
            gettext_noop("{sentence} Citation {code}: {url}"), sentence=self.sentence.text
        )

    @cached_property
    def apa(self) -> str:
        with override(self.language):
            moment = local(self.one.recorded_at)
            date = _("{year}, {month} {day}").format(
                year=moment.year, month=MONTHS[moment.month - 1], day=moment.day
            )
        return self._said(
            gettext_noop(
                "Athar. ({date}). {title} (revision {revision}, citation {code}) [Data set]. {url}"
            ),
            date=date,
            title=self.title,
        )

    @cached_property
    def iso690(self) -> str:
        return self._said(
            gettext_noop(
                "ATHAR. {title} [online]. Revision {revision}, {day}. Citation {code}."
                " Available at: {url}"
            ),
            title=self.title,
        )

    @property
    def styles(self) -> list[tuple[str, str]]:
        """Every way to quote it, with the name of the way."""
        with override(self.language):
            return [
                (_("Short"), self.short),
                (_("Whole"), self.long),
                ("APA", self.apa),
                ("ISO 690", self.iso690),
            ]

    def _said(self, shape, **more) -> str:
        with override(self.language):
            told = {
                "code": self._kept(self.code),
                "revision": self.one.revision,
                "day": day(self.one.recorded_at),
                "url": self._kept(self.url),
            }
            return _(shape).format(**(told | more))

    def _kept(self, text):
        """A code or an address keeps its order within Arabic."""
        return f"{LEFT_TO_RIGHT}{text}{END}" if self.direction == "rtl" else text


def link_on_paper(one: Citation, url: str) -> str:
    """What a QR code leads to: the permanent link, and the symbols printed beside it. Whoever reads
    the paper is told whether they still are those of the citation.
    """
    return f"{url}?paper={one.paper}"


def quotation(one: Citation, url: str, language: str) -> Quotation:
    """A citation in a language; in the one it falls back to where that has no texts."""
    return quotations(one, url, (language,))[0]


def quotations(one: Citation, url: str, languages=LANGUAGES) -> list[Quotation]:
    with snapshot(one.revision) as reading:
        return [
            Quotation(one, sentence(one.kind, one.normal, one.answer, reading, language), url)
            for language in languages
        ]
