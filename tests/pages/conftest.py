"""What walks share with the specifications of the pages: the same small country."""

from tests.frontend.conftest import country

__all__ = ["country"]
