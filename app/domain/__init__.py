"""What Kettle does, one folder per idea. Plain Python: no Flask, no Twilio.

An idea has up to four files, always with the same names: `rules.py` (pure decisions), `models.py` (tables),
`actions.py` (what a person does) and `queries.py` (what a page reads). Ideas use only ideas below them;
`pyproject.toml` holds the order and `make check` keeps it.
"""
