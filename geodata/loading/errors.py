"""What can be wrong with a source. Each refusal says what came and what is accepted."""


class DamagedSource(Exception):
    """A source that is missing, incomplete, altered or impossible: nothing is loaded from it."""


class MissingSource(DamagedSource):
    """A file or package that should be there is not."""


class AlteredSource(DamagedSource):
    """A file whose bytes are not those it was checked with."""


class WrongCount(DamagedSource):
    """A source that holds more or fewer units than the country has."""


class BadGeometry(DamagedSource):
    """A shape that cannot be a territory."""
