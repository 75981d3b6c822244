"""The open list of organisations: public sheets only, field by field, in open formats."""
