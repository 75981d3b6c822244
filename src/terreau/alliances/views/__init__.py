"""Pages of the alliances, told by what people do there."""
