"""What tests of imports share."""

from tests.desk.imports.files import files

__all__ = ["files"]
