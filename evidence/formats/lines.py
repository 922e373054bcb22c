"""Lines of JSON as COPY gives them: nothing in them is escaped a second time."""

from collections.abc import Iterator

# COPY's text format doubles backslashes; its CSV format leaves a line alone that holds neither its
# quote nor its delimiter, and JSON never holds these two control characters.
RAW = r"format csv, quote e'\x01', delimiter e'\x02'"


def whole_lines(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """The lines of a stream of blocks, some at a time, without their ends."""
    rest = b""
    for block in blocks:
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        if lines:
            yield lines
    if rest:
        yield [rest]
