"""What a long command tells while it works: one line that moves on a terminal."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Progress:
    """Writes to a command's `stderr`. Where that is no terminal there is a line for each part, one
    more each `every` of it; none at all of what is `quiet`.
    """

    stderr: Any
    every: int = 0
    quiet: bool = False

    def tell(self, what: str, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{what} {done:,} / {total:,}", ending="")
            self.stderr.flush()
        elif not self.quiet and (done == total or (self.every and done % self.every == 0)):
            self.stderr.write(f"{what}: {done:,} / {total:,}")

    def clear(self) -> None:
        """Before anything else is written there."""
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
