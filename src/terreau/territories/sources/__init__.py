"""The outside world: files of others and the addresses where they live."""
