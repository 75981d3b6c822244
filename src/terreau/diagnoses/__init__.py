"""The diagnosis: measured, perceived, and who already acts."""
