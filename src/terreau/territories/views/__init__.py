"""Pages of the territories; all are public, none writes."""
