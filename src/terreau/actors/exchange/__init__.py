"""Organisations in files: their columns, how a row is read, and the dataset."""
