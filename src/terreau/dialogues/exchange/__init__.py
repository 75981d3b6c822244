"""Files of conversations and ballots, in the formats that others read and write."""
