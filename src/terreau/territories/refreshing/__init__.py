"""Load newer official files: old codes stay, obsolete, with their successors."""

from terreau.territories.refreshing.refresher import RefreshRefusedError, refresh_referential

__all__ = ["RefreshRefusedError", "refresh_referential"]
