"""What a browser posts from the form of a sheet."""

import json
from typing import Any

BLANK_ROWS = 3


def sheet_data(*, contacts: list[tuple] = (), base: dict | None = None, **fields: Any) -> dict:
    """A sheet that can be saved, with the given fields instead; contacts are tuples."""
    data = {
        "name": "Les Ateliers",
        "world": "general_interest",
        "is_public": "on",
        "base": json.dumps(base or {}),
        "contacts-TOTAL_FORMS": len(contacts) + BLANK_ROWS,
        "contacts-INITIAL_FORMS": 0,
        "numbers-TOTAL_FORMS": 1,
        "numbers-INITIAL_FORMS": 0,
        **fields,
    }
    for rank, (kind, value, *more) in enumerate(contacts):
        label, is_public = (*more, "", False)[:2] if len(more) < 2 else more
        data |= {
            f"contacts-{rank}-kind": kind,
            f"contacts-{rank}-value": value,
            f"contacts-{rank}-label": label,
        }
        if is_public:
            data[f"contacts-{rank}-is_public"] = "on"
    return data
