"""The fabric: who is linked to whom, its waves, who should meet whom, what was born of what."""
