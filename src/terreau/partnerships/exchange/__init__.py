"""The partnerships as files: sheets, parties, flows and stages, out and back identical."""
