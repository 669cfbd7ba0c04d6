"""The ways in: one folder per kind of reader, each page's code beside its template."""
