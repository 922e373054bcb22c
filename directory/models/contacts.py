"""Contacts of people: current only, in no digest, edition or history."""

from django.db import models
from django.db.models.functions import Now

from directory.models.actors import Actor


class Contact(models.Model):
    """How to reach an actor. Private unless its owner published it; erased without a trace."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="contacts")
    name = models.TextField(blank=True)
    role = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    is_public = models.BooleanField(default=False)
    given_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self):
        return f"contact of {self.actor_id}"
