"""People who have an account."""

from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    """Somebody who may log in. The first are administrators, made on the server only.

    A model of our own from the first account on: Django cannot change it afterwards.
    """
