"""What somebody who is typing may mean: places, sectors, programmes, actors, in both scripts."""

from directory.selectors.suggest.suggest import suggest
from directory.selectors.suggest.suggestion import Suggestion, highlight

__all__ = ["Suggestion", "highlight", "suggest"]
