"""What tests of imports share."""

from tests.desk.imports.files import files, plain

__all__ = ["files", "plain"]
