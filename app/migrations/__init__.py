"""How the tables came to be, step by step: one file in `versions/` for each change, in order.

`running.py` brings a database up to date; `drafting.py` writes the next step from the difference between the models
and the steps so far (`python -m app.migrations.drafting "what changes"`). Steps expand first and contract one release
later, so that old code keeps working while a new database is already there. Nothing in here knows a page or a rule.
"""
