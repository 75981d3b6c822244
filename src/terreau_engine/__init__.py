"""The mathematics of the alliances: values in, values out; no clock, no database, no chance."""
