"""What people bring to the territories from a file, and take out again."""
