"""Pages as they travel: packed by brotli for a browser that takes it, else by gzip."""

import re
from functools import wraps

import brotli
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page

TAKES_BROTLI = re.compile(r"\bbr\b")
QUALITY = 8  # a seventh smaller than gzip for the same work; 7 and 9 take several times as long
LEAST = 200  # bytes; less is not worth packing


def packed(view):
    """The view, its whole answers packed."""
    gzipped = gzip_page(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        if TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")):
            response = view(request, *args, **kwargs)
            if not response.streaming and len(response.content) >= LEAST:
                response.content = brotli.compress(response.content, quality=QUALITY)
                response["Content-Encoding"] = "br"
                response["Content-Length"] = str(len(response.content))
        else:
            response = gzipped(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return answer
