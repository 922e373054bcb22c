"""Identities: the codes of actors, given out once."""

from directory import codes
from directory.database import rows

FREE = """
insert into directory_actor (code) select unnest(%s::text[])
on conflict (code) do nothing returning code"""


def new_actors(count: int) -> list[str]:
    """Codes of so many new actors, which nobody had before.

    A code has 35 random bits: of the hundred thousand of a file, a register of a million has a few.
    """
    made: list[str] = []
    while left := count - len(made):
        made += [code for (code,) in rows(FREE, [codes.mint_many(left)])]
    return made
