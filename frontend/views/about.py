"""What Athar is, and how it counts: pages of text."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request):
    return render(request, "pages/about.html", {"section": "about"})


@require_safe
def method(request):
    return render(request, "pages/method.html", {"section": "method"})
