"""The demonstration: facts in `data/`, read by `reading`, written through the domains' actions."""
