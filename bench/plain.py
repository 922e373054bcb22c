"""A plain DRF-GIS view over the table of plain.sql: what most projects would have written."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "bench.plain"
django.setup()

from django.contrib.gis.db import models  # noqa: E402
from django.contrib.postgres.fields import ArrayField  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework.pagination import LimitOffsetPagination  # noqa: E402
from rest_framework_gis.serializers import GeoFeatureModelSerializer  # noqa: E402


class Actor(models.Model):
    code, fold, legal_form, kind = (models.TextField() for _ in range(4))
    cooperative_type, region, province, commune = (models.TextField(null=True) for _ in range(4))
    arrondissement, locality, precision = (models.TextField(null=True) for _ in range(3))
    names = models.JSONField()
    sectors, audiences = (ArrayField(models.TextField()) for _ in range(2))
    founded, closed_on = (models.DateField(null=True) for _ in range(2))
    is_demo = models.BooleanField()
    point = models.PointField(null=True)

    class Meta:
        app_label = "config"
        managed = False
        db_table = 'plain"."actor'


class Plain(GeoFeatureModelSerializer):
    class Meta:
        model = Actor
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
        found = Actor.objects.order_by("fold", "code")
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
