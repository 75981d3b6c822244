"""The census as a file: spreadsheets of existing partnerships and public grants."""
