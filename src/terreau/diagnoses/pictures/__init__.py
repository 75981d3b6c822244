"""Pictures of the diagnosis."""
