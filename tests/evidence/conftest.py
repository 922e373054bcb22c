"""The same small register as the pages' tests have."""

from tests.frontend.conftest import country

__all__ = ["country"]
