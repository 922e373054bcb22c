from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self):
        """What evidence adds to the register: its kinds of records, its memory of redactions."""
        from directory.publishing import WITNESSES
        from evidence import records  # noqa: F401
        from evidence.citations.remember import remember

        WITNESSES.append(remember)
