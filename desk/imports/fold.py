"""Texts as search sees them (`fold_text`), many at a time."""

from collections.abc import Iterable

from directory.database import rows

KEPT = 50_000


class Folds:
    """What was folded before is remembered, within bounds: files repeat themselves."""

    def __init__(self):
        self._known: dict[str, str] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Fold all of them in one statement."""
        if len(self._known) > KEPT:
            self._known.clear()
        new = list({text for text in texts if text and text not in self._known})
        if new:
            found = rows("select t, fold_text(t) from unnest(%s::text[]) t", [new])
            self._known.update(found)

    def __call__(self, text: str) -> str:
        if text not in self._known:
            self.learn([text])
        return self._known.get(text, "")
