"""Kettle, as a map in prose.

**Ways in** call **what we do**; what we do stands on **ways out** and **the ground**. Nothing looks up.

* `web/` and `commands.py` are the ways in: pages for families, for trusted people, for organisations and
  operators; what the telephone provider calls; the words an operator types.
* `assembly.py` is the one place where settings, database and provider are plugged together.
* `domain/` is what we do, one folder per idea, in plain Python: people, relationships, conversations …
  Inside it each idea uses only ideas below it: lower ideas leave facts, higher ideas look for them.
* `channels/` are the ways out: the telephone provider, e-mail.
* `foundation/` is the ground: the unit of work, actors, the clock, numbers, texts.
* `../scheduler/` knows *when* things happen, never *what* happens.

Read `docs/tour.md` to follow one message from a phone to an inbox and back.
"""
