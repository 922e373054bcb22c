from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = pgettext_lazy("room", "Evidence")

    def ready(self):
        """What evidence adds below: kinds of records and their checks, a memory of redactions."""
        from directory.publishing import WITNESSES
        from evidence.citations import published  # noqa: F401
        from evidence.citations.remember import remember
        from evidence.official import publish as official  # noqa: F401
        from evidence.stories import publish as stories  # noqa: F401

        WITNESSES.append(remember)
