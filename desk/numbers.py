"""Numbers of rows as forms and addresses say them."""


def number_of(given: str) -> int | None:
    """The number of a row; None where it cannot be one."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
