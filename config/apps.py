from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HouseConfig(AppConfig):
    """The house's own commands, texts (months of Morocco) and readiness."""

    name = "config"
    label = "house"

    def ready(self):
        from config import health

        post_migrate.connect(health.let_web_read_migrations, sender=self)
