"""The diagnosis on paper."""
