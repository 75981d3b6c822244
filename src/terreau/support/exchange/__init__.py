"""Hours as a file: out and back in, identical."""
