"""Where a point lies, told while it is put on the map."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from desk.forms.profile import PlaceForm
from evidence.wording.places import located, place_marked
from geodata.models import Territory


@csrf_exempt  # it changes nothing; a point is posted, for addresses stand in logs
@require_POST
@never_cache
def where(request):
    """A fragment: the commune a point lies in, or what is wrong with it, as the step will judge it.

    `place` is the code chosen, if any; with `drops` a point that lies elsewhere is taken out.
    """
    given = {name: request.POST.get(name, "") for name in ("point", "place")}
    form = PlaceForm(given)
    there = form.leaf if form.is_valid() else None
    context = {
        "wrong": form.errors.get("point", [""])[0],
        "there": there and located(there),
        "around": there and province_of(there),
        "chosen": bool(given["place"]),
        "apart": form.apart,
        "dropped": bool(form.apart and request.POST.get("drops")),
    }
    return render(request, "submissions/where.html", context)


def province_of(leaf) -> str:
    """The province in words: communes of one name stand in several."""
    found = Territory.objects.newest().filter(code=leaf.province).first()
    return place_marked(found) if found else ""
