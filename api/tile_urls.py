"""The addresses of tiles, mounted at /tiles/."""

from django.urls import path, re_path

from api.resource import Nothing
from api.tiles import ActorTile, TerritoryTile

app_name = "tiles"
urlpatterns = [
    path("actors/<int:z>/<int:x>/<int:y>.mvt", ActorTile.as_view(), name="actors"),
    path("territories/<int:z>/<int:x>/<int:y>.mvt", TerritoryTile.as_view(), name="territories"),
    re_path(r"", Nothing.as_view(), name="nothing"),
]
