"""What the journal says of the diagnosis."""

from django.utils.functional import Promise

VERBS: dict[str, Promise | str] = {}
