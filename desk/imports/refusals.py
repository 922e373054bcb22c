"""Files and demands that are refused as a whole, each with one sentence that says what to do.

`status` is the exit code of the command: 2 for what was asked, 3 for a file that cannot be read, 4
for one that looks like an attack, 5 for rows that stand in the way.
"""


class ImportRefused(Exception):
    """Nothing was published. `what` is a word of wording.REFUSALS, `told` what its sentence names:
    numbers and texts that JSON holds.
    """

    status = 2

    def __init__(self, what: str, **told: int | str):
        super().__init__(what)
        self.what, self.told = what, told

    def __str__(self):
        # Not above: the process that opens files for us knows no languages.
        from desk.imports.wording import refusal_words

        return refusal_words(self.what, self.told)


class BadRequest(ImportRefused):
    """Options that do not fit together, or name what is unknown."""


class Unreadable(ImportRefused):
    """Not a table this reads, or one that nobody could read rightly."""

    status = 3


class Hostile(ImportRefused):
    """A file made to harm, or that would: too large once opened, a program, a link."""

    status = 4


class RowsInTheWay(ImportRefused):
    """Rows are wrong or uncertain, and nobody said what to do with them."""

    status = 5


class WrongState(ImportRefused):
    """An import that is not where this verb begins."""
