"""A selection of actors at one revision: counted, paged, grouped, streamed.

Every answer about several actors comes from here, whatever its face.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from psycopg import ClientCursor

from directory.database import row, rows
from directory.selection.cube import cells_for
from directory.selection.facets import facets
from directory.selection.keys import KEYED
from directory.selection.keyset import Cursor
from directory.selection.query import Query
from directory.selection.totals import totals
from directory.selection.words import counted, expected

# Names are walked in order when a page is met within so many rows, or within as many as gathering
# all matches would read; else matches are gathered by their own indexes and sorted. Those that
# share a key are gathered at the cost of reading them. The count is known before, so the planner
# never guesses.
WALK = 4_000

# Levels whose single value has an index that ends in the order of names. Names often begin with the
# legal form, so all but the smallest have a second one with it: a walk would else meet them last.
ORDERED_BY = ("region", "province", "commune", "locality")

# Up to so many matches are gathered, sorted and counted by one scan.
FEW = 20_000

# From so many times a page on, the nearest are met by walking outwards sooner than by sorting all.
NEIGHBOURS = 10

HERE = "st_setsrid(st_makepoint(%(lon)s, %(lat)s), 4326)::geography"
SUMMARY = "convert_to(t.summary, 'UTF8')"  # bytes: they are sent on as they are
LAST_CONFIRMED = (
    "(select max(c.confirmed_on) from directory_confirmation c where c.actor_id = v.actor_id"
    " and c.opened <= %(revision)s and (c.closed is null or c.closed > %(revision)s))"
)


class Listed(NamedTuple):
    """One actor in a list: its summary (JSON), last confirmation, sort key, code."""

    summary: bytes
    confirmed_on: object
    key: str | float
    code: str

    @property
    def json(self) -> bytes:
        """The summary with its last confirmation: the object a list answers with."""
        return b'%b,"confirmed_on":%b}' % (self.summary[:-1], quoted(self.confirmed_on))


def quoted(day) -> bytes:
    """A day as JSON."""
    return b'"%b"' % str(day).encode() if day else b"null"


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the cursor after them; None at the end."""

    rows: list[Listed]
    next: Cursor | None


@dataclass
class Selection:
    """The actors a query selects, as of its reading's revision."""

    query: Query

    @property
    def reading(self):
        return self.query.reading

    @property
    def revision(self) -> int:
        return self.query.reading.revision

    def __str__(self):
        return str(self.query)

    # ---- which rows --------------------------------------------------------------------------

    def arms(self, columns: str, where: str | None = None, *, ordered: bool = False) -> list[str]:
        """Selects of version rows `v`: one for now; of the past, still open and closed since.

        `ordered` where names are walked in order, else rows are gathered by the key they share.
        A `where` of one's own that leaves out filters shares no key.
        """
        key = self.query.key if where is None else None
        where = self.query.where() if where is None else where
        base = f"select {columns} from directory_actorversion v where"
        keyed = f"{KEYED} and {self.query.where(leaving=key.says)}" if key else where
        still = keyed if key and key.combines and not ordered else where
        if self.reading.is_head:
            return [f"{base} v.closed is null and {still}"]
        return [
            f"{base} v.closed is null and v.opened <= %(revision)s and {still}",
            f"{base} v.closed > %(revision)s and v.opened <= %(revision)s and {keyed}",
        ]

    def relation(self, columns: str, where: str | None = None) -> str:
        return " union all ".join(self.arms(columns, where))

    # ---- how many ----------------------------------------------------------------------------

    @cached_property
    def total(self) -> int:
        """Exactly how many actors are selected."""
        cells = cells_for(self.query)
        if cells:
            return cells.sums(self.reading)[0][0]
        return totals.of(self.query, "", self._count)

    def _count(self) -> int:
        found = counted(self.query)
        return self._scan_count() if found is None else found

    @cached_property
    def unplaced(self) -> int:
        """How many match all but the box or radius, and have no public point."""
        cells = cells_for(self.query, leaving=PLACE, placed=False)
        if cells:
            return cells.sums(self.reading)[0][0]
        where = f"v.point is null and {self.query.where(leaving=PLACE)}"
        return totals.of(self.query, "unplaced", lambda: self._scan_count(where))

    @property
    def is_placed(self) -> bool:
        """Whether the query asks where points are, so that answers must tell the unplaced."""
        return any(condition.dimension == "place" for _, condition in self.query.conditions)

    @cached_property
    def founding_unknown(self) -> int:
        """With `active_on`: those of unknown founding, who can be neither counted in nor out."""
        where = (
            "v.founded is null and (v.closed_on is null or v.closed_on > %(active_on)s)"
            f" and {self.query.where(leaving=frozenset({'active_on'}))}"
        )
        return totals.of(self.query, "founding_unknown", lambda: self._scan_count(where))

    @property
    def uncounted(self) -> dict[str, int]:
        """How many match all else and can be counted neither in nor out, by what is not known."""
        found = {"unplaced": self.unplaced} if self.is_placed else {}
        if "active_on" in self.query.values:
            found["founding_unknown"] = self.founding_unknown
        return found

    def _scan_count(self, where=None):
        return row(
            f"select count(*) from ({self.relation('1', where)}) found",
            self.query.bound,
            prepare=self.query.prepare,
        )[0]

    def facets(self, names) -> dict[str, list[tuple]]:
        """For each dimension, (value, count) with its own filter left out, the largest first."""
        return facets(self, names)

    # ---- which actors ------------------------------------------------------------------------

    def page(self, *, limit: int = 50, after: Cursor | None = None, ordering: str = "name") -> Page:
        """One page in order. One statement besides the count, or one with it."""
        found = [Listed(*each) for each in self._rows(limit + 1, after, ordering)]
        last = found[limit - 1] if len(found) > limit else None
        return Page(found[:limit], last and Cursor(self.revision, ordering, last.key, last.code))

    def before(self, after: Cursor, *, limit: int = 50) -> Cursor | None:
        """The cursor of the page before the one after a cursor; None where that is the first.

        A list by name is walked back, one by distance gathered.
        """
        by_name = after.ordering == "name"
        key = "v.fold" if by_name else f"v.point::geography <-> {HERE}"
        where = f"({key}, v.code) <= (%(after_key)s, %(after_code)s)"
        back = "order by key desc, code desc"
        arms = [
            f"({arm} and {where} {back} limit %(limit)s)"
            for arm in self.arms(f"{key} as key, v.code", ordered=by_name)
        ]
        found = row(
            f"select key, code from ({' union all '.join(arms)}) arms {back}"
            " offset %(limit)s - 1 limit 1",
            self.query.bound
            | {"after_key": after.key, "after_code": after.code, "limit": limit + 1},
            prepare=self.query.prepare,
        )
        return found and Cursor(self.revision, after.ordering, *found)

    def passed(self, after: Cursor, *, most: int = FEW) -> int | None:
        """How many rows stand before the page after a cursor; None where more than `most` do."""
        key = "v.fold" if after.ordering == "name" else f"v.point::geography <-> {HERE}"
        where = f"({key}, v.code) <= (%(after_key)s, %(after_code)s)"
        arms = [f"({arm} and {where} limit %(limit)s)" for arm in self.arms("1")]
        (found,) = row(
            f"select count(*) from ({' union all '.join(arms)}) arms",
            self.query.bound
            | {"after_key": after.key, "after_code": after.code, "limit": most + 1},
            prepare=self.query.prepare,
        )
        return found if found <= most else None

    def _rows(self, limit, after, ordering):
        if ordering == "name" and "total" not in self.__dict__ and self._scanned_at_once:
            return self._counted(limit, after)
        if not self.total:
            return []
        return (self._nearest if ordering == "distance" else self._by_name)(limit, after)

    @cached_property
    def _scanned_at_once(self) -> bool:
        """Whether one scan gathers the page and counts: the cube cannot, and few are expected."""
        if cells_for(self.query) or totals.get(self.query) is not None:
            return False
        return self.is_placed or ("q" in self.query.values and expected(self.query) <= FEW)

    def _counted(self, limit, after):
        """A page by name of a scan that counts all its rows, and so tells the total."""
        beyond, bound = "", self.query.bound | {"limit": limit}
        if after:
            beyond = "where (fold, code) > (%(after_key)s, %(after_code)s)"
            bound |= {"after_key": after.key, "after_code": after.code}
        found = rows(
            f"with found as materialized ({self.relation('v.id, v.actor_id, v.fold, v.code')})"
            f" select {SUMMARY}, {LAST_CONFIRMED}, v.fold, v.code, (select count(*) from found)"
            f" from (select * from found {beyond} order by fold, code limit %(limit)s) v"
            " join directory_actortext t on t.version_id = v.id order by v.fold, v.code",
            bound,
            prepare=self.query.prepare,
        )
        if found:
            self.total = totals.keep(self.query, found[0][-1])
        return [each[:-1] for each in found]

    def _rows_walked(self, limit):
        """About how many rows a walk in the order of names reads before it has met a page."""
        single = {
            condition.dimension.partition(":")[2] or condition.dimension: condition.values
            for _, condition in self.query.conditions
            if len(condition.values) == 1
        }
        level = next((one for one in reversed(ORDERED_BY) if one in single), None)
        if level in ("commune", "locality"):
            return 0
        scope = "MA" if level is None else single[level][0]
        return (
            limit
            * standing(self.reading, scope, *single.get("legal_form", ()))
            / max(self.total, 1)
        )

    def _by_name(self, limit, after):
        source, bound = self._first(limit, after)
        return rows(
            f"select {SUMMARY}, {LAST_CONFIRMED}, v.fold, v.code from ({source}) v"
            " join directory_actortext t on t.version_id = v.id order by v.fold, v.code",
            bound,
            prepare=self.query.prepare,
        )

    def _first(self, limit, after):
        """SQL of the first rows after a cursor, by name, and its values."""
        beyond, bound = "", self.query.bound | {"limit": limit}
        if after:
            beyond = " and (v.fold, v.code) > (%(after_key)s, %(after_code)s)"
            bound |= {"after_key": after.key, "after_code": after.code}
        columns = "v.id, v.actor_id, v.fold, v.code"
        ordered = "order by fold, code limit %(limit)s"
        keyed = self.query.key and self.query.key.combines
        walked = self._rows_walked(limit) <= max(0 if keyed else WALK, self.total)
        arms = [f"{arm}{beyond}" for arm in self.arms(columns, ordered=walked)]
        if walked:
            arms = [f"({arm} {ordered})" for arm in arms]
            source = f"select * from ({' union all '.join(arms)}) arms {ordered}"
        else:
            source = (
                f"with found as materialized ({' union all '.join(arms)})"
                f" select * from found {ordered}"
            )
        return source, bound

    def _nearest(self, limit, after):
        bound = self.query.bound | {"limit": limit}
        columns = f"v.id, v.actor_id, v.code, v.point::geography <-> {HERE} as metres"
        beyond = ""
        if after:
            beyond = "where (metres, code) > (%(after_key)s, %(after_code)s)"
            bound |= {"after_key": float(after.key), "after_code": after.code}
        ordered = "order by metres, code limit %(limit)s"
        if after is None and self.reading.is_head and self.total > NEIGHBOURS * limit:
            # So many lie within the radius that the first few, walked to, do too.
            where = f"v.point is not null and {self.query.where(leaving=PLACE)}"
            near = (
                f"with walked as materialized ({self.relation(columns, where)}"
                " order by metres fetch first %(limit)s rows with ties)"
                f" select * from walked {ordered}"
            )
        else:
            near = (
                f"with found as materialized ({self.relation(columns)})"
                f" select * from found {beyond} {ordered}"
            )
        return rows(
            f"select {SUMMARY}, {LAST_CONFIRMED}, v.metres, v.code from ({near}) v"
            " join directory_actortext t on t.version_id = v.id order by v.metres, v.code",
            bound,
            prepare=self.query.prepare,
        )

    # ---- all of them -------------------------------------------------------------------------

    def copy(self, columns: str, **how) -> Iterator[bytes]:
        """Stream expressions over `v` (version) and `t` (texts) by COPY, in order, by name.

        `how` is as `copy_statement` takes it. Must be consumed inside the snapshot; memory stays
        flat.
        """
        text = self.copy_statement(columns, **how)
        with connection.connection.cursor() as cursor, cursor.copy(text) as out:
            held = bytearray()
            for block in out:
                held += block
                if len(held) >= 65_536:
                    yield bytes(held)
                    held.clear()
            if held:
                yield bytes(held)

    def copy_statement(
        self,
        columns: str,
        *,
        joins: str = "",
        options: str = "format csv",
        limit: int | None = None,
        after: Cursor | None = None,
    ) -> str:
        """The COPY of all of them, or of the `limit` first after a cursor; values written in."""
        if limit is None:
            inner, bound = self.relation("v.*"), self.query.bound
        else:
            first, bound = self._first(limit, after)
            inner = (
                f"select v.* from ({first}) first join directory_actorversion v on v.id = first.id"
            )
        statement = (
            f"copy (select {columns} from ({inner}) v"
            f" join directory_actortext t on t.version_id = v.id {joins}"
            f" order by v.fold, v.code) to stdout with ({options})"
        )
        connection.ensure_connection()
        with ClientCursor(connection.connection) as cursor:
            return cursor.mogrify(statement, bound | {"revision": self.revision})


PLACE = frozenset({"bbox", "near", "radius"})


def standing(reading, territory, legal_form=None) -> int:
    """How many actors stand in a territory at the head: the length of its index of names."""
    key = (reading.head, territory, legal_form)
    if key not in _STANDING:
        if len(_STANDING) > 4_000:
            _STANDING.clear()
        (found,) = row(
            "select coalesce(sum(n), 0)::bigint from directory_rollup"
            " where axis = 'all' and value = '' and territory = %s"
            " and legal_form = coalesce(%s, legal_form)",
            [territory, legal_form],
        )
        _STANDING[key] = found
    return _STANDING[key]


_STANDING: dict[tuple, int] = {}
