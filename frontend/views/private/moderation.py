"""Moderation: what waits within a moderator's scopes."""

from django.views.decorators.http import require_safe

from frontend.private import moderators_only, page


@moderators_only
@require_safe
def queue(request):
    return page(request, "moderation/queue.html", {"section": "moderation"})
