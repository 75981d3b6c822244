"""What every form shares that asks a question of an alliance about its challenges."""

from typing import Any

from terreau.alliances.models import Alliance, Challenge
from terreau.core.editing import VersionedModelForm


class AboutChallengesForm(VersionedModelForm):
    """A form with a field `challenges`, that proposes those of one alliance."""

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild["alliance"] = alliance
        self.fields["challenges"].queryset = Challenge.objects.filter(alliance=alliance)
