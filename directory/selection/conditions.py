"""What a filter says in SQL: a clause over the version row `v`, with values bound by name."""

from dataclasses import dataclass, field

from directory.standing import stands


@dataclass(frozen=True)
class Condition:
    """One clause and its values. `dimension` names the cube's dimension it narrows, if it has one.

    `values` of a dimension are the codes asked for, with None for the unknown.
    """

    clause: str
    bound: dict = field(default_factory=dict)
    dimension: str = ""
    values: tuple = ()


def one_of(column, name, values):
    """A column equal to one of the codes; None among them selects the unknown."""
    known = [value for value in values if value is not None]
    clauses = []
    bound = {}
    if len(known) == 1 and None not in values:
        # Equality keeps an index's order of names; an array of one would not.
        return f"v.{column} = %({name})s", {name: known[0]}
    if known:
        clauses.append(f"v.{column} = any(%({name})s::text[])")
        bound[name] = known
    if None in values:
        clauses.append(f"v.{column} is null")
    return " or ".join(clauses), bound


def overlap(column, name, values):
    """An array holding one of the codes; None among them selects the empty."""
    known = [value for value in values if value is not None]
    clauses = []
    bound = {}
    if known:
        clauses.append(f"v.{column} && %({name})s::text[]")
        bound[name] = known
    if None in values:
        clauses.append(f"v.{column} = '{{}}'")
    return " or ".join(clauses), bound


def recorded(table, column, name, values, reading, counts):
    """Records `r` of another table about the actor, standing then, that say one of the codes; None
    among them selects actors without any. `counts` is a clause every record must hold.
    """
    known = [value for value in values if value is not None]
    standing = (
        f"exists (select from {table} r where r.actor_id = v.actor_id and {counts}"
        f" and {stands('r', reading)}{{said}})"
    )
    clauses = []
    bound = {}
    if known:
        clauses.append(standing.format(said=f" and r.{column} = any(%({name})s::text[])"))
        bound[name] = known
    if None in values:
        clauses.append("not " + standing.format(said=""))
    return " or ".join(clauses), bound
