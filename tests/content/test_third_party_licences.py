"""THIRD_PARTY_LICENCES.md names every library that a Kettle in service stands on.

To write it again after `make lock`: `.venv/bin/python tests/content/test_third_party_licences.py`
"""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILE = ROOT / "THIRD_PARTY_LICENCES.md"
TOP = """# Third-party licences

Kettle itself is under the MIT licence (`LICENSE`). In service it stands on these libraries, each under its own licence
as its authors state it. They are installed from `requirements.lock`, not copied into this repository.

| Library | Version | Licence | Project |
| --- | --- | --- | --- |
"""

END = """
## Copied into this repository

`message_templates/coach/known_words.en.txt` is the list of words of the New Dale-Chall formula (1995), as collected in
the package dale-chall 2.0.1 (https://github.com/words/dale-chall), under this licence:

> (The MIT License)
>
> Copyright (c) 2014 Titus Wormer <tituswormer@gmail.com>
>
> Permission is hereby granted, free of charge, to any person obtaining
> a copy of this software and associated documentation files (the
> 'Software'), to deal in the Software without restriction, including
> without limitation the rights to use, copy, modify, merge, publish,
> distribute, sublicense, and/or sell copies of the Software, and to
> permit persons to whom the Software is furnished to do so, subject to
> the following conditions:
>
> The above copyright notice and this permission notice shall be
> included in all copies or substantial portions of the Software.
>
> THE SOFTWARE IS PROVIDED 'AS IS', WITHOUT WARRANTY OF ANY KIND,
> EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
> MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
> IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
> CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
> TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
> SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def runtime_libraries() -> list[Distribution]:
    """Everything that Kettle needs to run, with what those need, sorted by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(words) for words in project["dependencies"]]
    found: dict[str, Distribution] = {}
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        library = distribution(wanted.name)
        found[canonicalize_name(wanted.name)] = library
        for words in library.requires or []:
            needed = Requirement(words)
            extras = wanted.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return [found[name] for name in sorted(found)]


def licence_of(library: Distribution) -> str:
    """What the authors say, in one line."""
    about = library.metadata
    stated = about.get("License-Expression") or about.get("License") or ""
    if stated and len(stated) < 60 and stated.upper() != "UNKNOWN":
        return stated
    classifiers = [
        words.split(" :: ")[-1] for words in about.get_all("Classifier") or [] if words.startswith("License")
    ]
    return " / ".join(words for words in classifiers if words != "OSI Approved") or "see the project"


def project_of(library: Distribution) -> str:
    """Where it lives."""
    places = dict(words.split(", ", 1) for words in library.metadata.get_all("Project-URL") or [])
    by_name = {name.lower(): place for name, place in places.items()}
    for name in ("source", "source code", "repository", "github", "homepage", "home"):
        if name in by_name:
            return by_name[name]
    return library.metadata.get("Home-page") or next(iter(by_name.values()), "")


def locked_version(library: Distribution) -> str:
    """The version in requirements.lock."""
    name = canonicalize_name(library.metadata["Name"])
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name)}==(\S+)", lock, re.MULTILINE)
    assert found, f"{name} is not in requirements.lock"
    return found.group(1)


def row_for(library: Distribution) -> str:
    """One line of the table."""
    name = library.metadata["Name"]
    return f"| {name} | {locked_version(library)} | {licence_of(library)} | {project_of(library)} |"


def test_every_runtime_library_is_listed_with_its_version_and_licence():
    listed = FILE.read_text(encoding="utf-8")
    missing = [f"{lib.metadata['Name']} {locked_version(lib)}" for lib in runtime_libraries() if not is_in(listed, lib)]
    assert not missing, f"write the file again (see the top of {Path(__file__).name}): {missing}"


def is_in(listed: str, library: Distribution) -> bool:
    return f"| {library.metadata['Name']} | {locked_version(library)} |" in listed


def test_no_licence_is_left_unknown():
    listed = FILE.read_text(encoding="utf-8")
    assert "see the project" not in listed
    assert "|  |" not in listed


def test_what_was_copied_stands_there_with_its_licence():
    assert FILE.read_text(encoding="utf-8").endswith(END)


def test_the_list_reaches_what_our_libraries_need_in_turn():
    names = {canonicalize_name(library.metadata["Name"]) for library in runtime_libraries()}
    assert {"flask", "click", "psycopg-binary", "markupsafe", "typing-extensions"} <= names
    assert "pytest" not in names


if __name__ == "__main__":
    FILE.write_text(TOP + "\n".join(map(row_for, runtime_libraries())) + "\n" + END, encoding="utf-8")
