"""Files as tables: what it is, whether it may be opened, and its rows one by one."""

from desk.imports.reading.opening import Table, opened

__all__ = ["Table", "opened"]
