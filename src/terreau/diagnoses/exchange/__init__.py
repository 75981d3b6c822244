"""Files of the diagnosis."""
