"""What a profile says, in short steps: a form for each. Wording and coercion; rules are elsewhere.

Each form reads what was typed (`typed`, as kept in a submission) and says what it means as changes
of an actor's facts.
"""

from desk.forms.profile.activity import ActivityForm
from desk.forms.profile.contacts import ContactsForm
from desk.forms.profile.figures import FiguresForm
from desk.forms.profile.form import LegalForm
from desk.forms.profile.name import NameForm
from desk.forms.profile.pictures import PicturesForm
from desk.forms.profile.place import PlaceForm

__all__ = [
    "ActivityForm",
    "ContactsForm",
    "FiguresForm",
    "LegalForm",
    "NameForm",
    "PicturesForm",
    "PlaceForm",
]
