"""What a change changes, short: kept with it, so that a queue of thousands tells it before anybody
looks. Nothing of it names anybody.
"""

from desk.submissions.difference import Change

PARTS = ("name", "role", "phone", "email")  # of a contact


def outline(changes: list[Change]) -> list[list[str]]:
    """Fields in the order of the steps: of a figure with what stood and what is given, empty for
    nothing; of contacts the parts that change.
    """
    return [told for one in changes for told in _told(one)]


def _told(one: Change):
    if one.field.startswith("figures."):
        values = ("" if value is None else f"{value:f}" for value in (one.today, one.proposed))
        yield [one.field, *values]
    elif one.field == "contacts":
        for part in PARTS:
            before, after = (
                sorted((each[part], each["is_public"]) for each in side if each[part])
                for side in (one.today, one.proposed)
            )
            if before != after:
                yield [f"contacts.{part}"]
    else:
        yield [one.field]
