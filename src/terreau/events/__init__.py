"""The meetings: events, registrations, who meets whom, and what follows."""
