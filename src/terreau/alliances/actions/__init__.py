"""What changes an alliance, told by object; each asks permission itself."""
