"""The dialogue: conversations, shared views, ballots, agenda and workshops."""
