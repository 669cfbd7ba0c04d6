"""A square code that a phone's camera reads, as a drawing in the page: no picture to fetch, no style in it."""

import segno
from markupsafe import Markup


def qr_code(words: str) -> Markup:
    """The code that says these words (an address, a secret), black on white whatever the colours of the page. It says
    nothing to a screen reader: write the same beside it."""
    drawn = segno.make(words, error="m", micro=False)
    # Safe: segno draws squares, and none of the words stand in the drawing.
    return Markup(drawn.svg_inline(omitsize=True, svgclass="qr-code", lineclass=None, dark="#000", light="#fff"))  # noqa: S704
