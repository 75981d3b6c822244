"""The registrations as files: out to the facilitators, and back in."""
