"""A plain DRF-GIS view over the same rows: what most projects would have written."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "bench.plain"
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework.pagination import LimitOffsetPagination  # noqa: E402
from rest_framework.serializers import JSONField  # noqa: E402
from rest_framework_gis.serializers import GeoFeatureModelSerializer  # noqa: E402

from directory.models import ActorVersion  # noqa: E402


class Plain(GeoFeatureModelSerializer):
    names = JSONField(source="text.names")

    class Meta:
        model = ActorVersion
        geo_field = "point"
        fields = [
            "code", "names", "legal_form", "kind", "cooperative_type", "sectors", "audiences",
            "region", "province", "commune", "arrondissement", "locality", "precision", "founded",
            "closed_on", "is_demo",
        ]  # fmt: skip


class PlainPages(LimitOffsetPagination):
    default_limit = 50


class PlainList(ListAPIView):
    serializer_class = Plain
    pagination_class = PlainPages

    def get_queryset(self):
        asked = self.request.GET
        found = ActorVersion.objects.current().select_related("text").order_by("fold", "code")
        if "region" in asked:
            found = found.filter(region=asked["region"])
        if "legal_form" in asked:
            found = found.filter(legal_form=asked["legal_form"])
        if "sector" in asked:
            found = found.filter(sectors__overlap=[asked["sector"]])
        return found


urlpatterns = [
    path("plain/", PlainList.as_view()),
    path("healthz", lambda request: HttpResponse("ok")),
]
application = get_wsgi_application()
