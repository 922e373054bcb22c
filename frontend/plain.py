"""Refusals in plain words: what asked for a file gets no page."""

from django.http import HttpResponse


def said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def refused_plainly(refused: dict[str, list[str]]) -> HttpResponse:
    """400: each parameter with what was wrong with it."""
    return said("\n".join(f"{name}: {'; '.join(words)}" for name, words in refused.items()), 400)
