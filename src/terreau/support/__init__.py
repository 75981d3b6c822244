"""Accompaniment: the files an accompanist follows, notes, hours, an organisation's strategy."""
