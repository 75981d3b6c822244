"""What may be done in a dialogue; each act asks for permission itself."""
