"""The forms of this domain."""
