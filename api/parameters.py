"""What a request says beside filters: as of when, which page, which members, which format."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from api.problems import BadParameters, problem_of, unknown_parameter, wrong
from directory.as_of import AsOfError, parse_as_of
from directory.selection.keyset import BadCursor, Cursor

MOST = 1000
DEFAULT_LIMIT = 50
# In an address a plus reads as a space: 12:00:00+01:00 arrives as 12:00:00 01:00.
LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")


@dataclass
class Asked:
    """A request's query, read strictly: every parameter is known, given once and not empty."""

    data: QueryDict
    known: frozenset[str]
    as_of: int | date | datetime | None = None
    limit: int | None = None
    fields: tuple[str, ...] = ()
    errors: list[dict] = field(default_factory=list)

    @classmethod
    def read(cls, data: QueryDict, known: frozenset[str], repeated: frozenset[str] = frozenset()):
        """Raises BadParameters for what is unknown, empty, or given twice outside `repeated`."""
        asked = cls(data, known)
        for name, values in data.lists():
            if name not in known:
                asked.errors.append(unknown_parameter(name, values[-1], known))
            elif any(not value.strip(", ") for value in values):
                asked.refuse(name, "", _("a value; leave the parameter out to say nothing"))
            elif len(values) > 1 and name not in repeated:
                asked.refuse(name, ", ".join(values), _("one value"))
        if asked.errors:
            raise BadParameters(asked.errors)
        if "as_of" in data:
            asked.as_of = asked._as_of(data["as_of"])
        if "limit" in data:
            asked.limit = asked.number("limit", 1, MOST)
        return asked

    def refuse(self, name: str, value: str, accepted):
        self.errors.append(wrong(name, value, accepted))

    def settle(self):
        """Raise BadParameters if anything was refused."""
        if self.errors:
            raise BadParameters(self.errors)

    def text(self, name: str, default: str | None = None) -> str | None:
        return self.data.get(name, default)

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number in Western digits. Raises BadParameters."""
        given = self.data[name]
        if not (given.isascii() and given.isdigit() and len(given) < 12):
            given_number = None
        else:
            given_number = int(given)
        if given_number is None or not least <= given_number <= most:
            accepted = _("a whole number from %(least)s to %(most)s")
            raise BadParameters.one(name, given, accepted % {"least": least, "most": most})
        return given_number

    def word(self, name: str, accepted, default: str | None = None) -> str | None:
        """One of some words. Raises BadParameters."""
        given = self.data.get(name, default)
        if given is not None and given != default and given not in accepted:
            raise BadParameters.one(
                name, given, _("one of %(choices)s") % {"choices": ", ".join(accepted)}
            )
        return given

    def words(self, name: str, accepted) -> tuple[str, ...]:
        """Some of a list of words, by comma or repetition, each once. Raises BadParameters."""
        found = self.listed(name)
        strange = [word for word in found if word not in accepted]
        if strange:
            choices = _("some of %(choices)s") % {"choices": ", ".join(accepted)}
            raise BadParameters.one(name, ", ".join(strange), choices)
        return found

    def listed(self, name: str) -> tuple[str, ...]:
        """Values by comma or repetition, each once, as given."""
        given = [one.strip() for value in self.data.getlist(name) for one in value.split(",")]
        return tuple(dict.fromkeys(one for one in given if one))

    def cursor(self, ordering: str) -> Cursor | None:
        """Where the page before ended. Raises BadParameters where it is not of this list."""
        given = self.data.get("cursor")
        if given is None:
            return None
        try:
            found = Cursor.parse(given)
        except BadCursor as error:
            raise problem_of(error, given) from error
        if found.ordering != ordering:
            accepted = _("the cursor of a list ordered by %s") % ordering
            raise BadParameters.one("cursor", given, accepted)
        self.hold(found.revision)
        return found

    def hold(self, revision: int):
        """A cursor's pages are read at its revision. Raises BadParameters for another as_of."""
        if isinstance(self.as_of, int) and self.as_of != revision:
            raise BadParameters.one(
                "as_of", str(self.as_of), _("%s, the revision of the cursor") % revision
            )
        self.as_of = revision

    @staticmethod
    def _as_of(given):
        try:
            return parse_as_of(LOST_PLUS.sub("+", given))
        except AsOfError as error:
            raise problem_of(error, given) from error


def told(parameters: dict) -> str:
    """Parameters of presentation in one order, for a tag."""
    return "&".join(f"{name}={value}" for name, value in sorted(parameters.items()) if value)
