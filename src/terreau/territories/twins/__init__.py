"""Twins of a territory or a perimeter: who lives in like conditions, and the portrait beside."""
