"""A submission a line at a time: typed, sent, decided, as people do it."""

import pytest

from desk import submissions
from desk.pictures import written
from desk.submissions import pictures

CONSENTS = {
    "licence": "I agree to publication under CC BY 4.0.",
    "contacts": "And my telephone.",
    "pictures": "Everybody in it agreed.",
}
AMAL = {
    "name": {"name_ar": "تعاونية الأمل", "name_fr": "Coopérative Al Amal"},
    "form": {"legal_form": "cooperative", "kind": "operator", "founded_year": "2016"},
    "place": {"place": "02.113.01.09", "place_q": "Berkane", "precision": "commune"},
}


class Sender:
    """Types and sends as somebody with a telephone would."""

    def begin(self, actor=None, **steps):
        kind = "change" if actor else "new-profile"
        made, self.secret = submissions.begin(kind, language="fr", actor=actor)
        for step, typed in steps.items():
            made = submissions.save_step(made, step, typed)
        return made

    def send(self, actor=None, *, email="", photo=None, logo=None, **steps):
        made = self.begin(actor, **steps)
        for kind, file in (("logo", logo), ("photo", photo)):
            if file is not None:
                made = self.put_in(made, kind, file)
        return submissions.submit(made, consents=CONSENTS, email=email)

    def put_in(self, made, kind, file):
        """A picture, told about as it must be."""
        pictures.begin(made)
        key = pictures.put_in(made, kind, written(file, kind)).key
        said = {"licence": "here", "alt_ar": "", "alt_fr": "Atelier", "agreed": "on"}
        return pictures.say(made, {f"{name}_{key}": value for name, value in said.items()})

    def register(self, **steps):
        """A new profile, complete, with some steps typed otherwise."""
        return self.send(**AMAL | steps)

    def report(self, actor, subject, words="", **more):
        made, self.secret = submissions.begin("report", language="fr", actor=actor, subject=subject)
        submissions.save_step(made, "report", {"words": words} | more)
        return submissions.submit(made, consents={})


@pytest.fixture
def sender(in_force):
    return Sender()
