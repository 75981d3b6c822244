"""The written agreement: its template, and the files it is handed over as."""
