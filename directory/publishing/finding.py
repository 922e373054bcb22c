"""What verifying finds, in the words of the register."""

from collections.abc import Callable
from dataclasses import dataclass

# Told as verifying goes on: the part, how much of it is done, and how much there is.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was published: of which record, and what is wrong with it.

    `record` is a kind of record, or `revision`, `actor`, `cube`, `beginnings`, `report`,
    `report-cube`, `reference-set`.
    """

    record: str
    code: str | None
    digest: bytes | None
    revision: int | None
    wrong: str

    def __str__(self):
        parts = [self.record]
        if self.code:
            parts.append(self.code)
        if self.revision is not None and self.record != "revision":
            parts.append(f"revision {self.revision}")
        elif self.revision is not None:
            parts.append(str(self.revision))
        if self.digest:
            parts.append(bytes(self.digest).hex())
        return f"{' · '.join(parts)}: {self.wrong}"
