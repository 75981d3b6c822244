"""Pictures of an alliance: its path in time and its matrix."""
