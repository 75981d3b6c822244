"""What may be done in this domain; each act asks for permission itself."""
