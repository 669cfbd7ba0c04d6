"""Is a page fit for everybody? axe, no scrolling sideways, nothing too small for a thumb; on a phone and on a desk."""

from functools import cache

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is wrong is brought back, and no style sheet is fetched again: both take longer than the looking.
QUICKLY: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], **QUICKLY}
COLOURS = {"runOnly": ["color-contrast"], **QUICKLY}
WIDTHS = (320, 1280)
SMALL = """() => {
    const fields = 'input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, label.tick';
    const found = [...document.querySelectorAll(`button, .button, nav a, .actions > a, ${fields}`)];
    const boxes = found.map(one => [one, one.getBoundingClientRect()]);
    return boxes.filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
        .map(([one]) => one.outerHTML.slice(0, 100));
}"""


def assert_fit_for_everybody(page: Page) -> None:
    """Look at this page on a phone and on a desk, and at its colours by night. Fails with what is wrong."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert_clean(page, where=f"at {width} px")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
        small = page.evaluate(SMALL)
        assert not small, f"too small for a thumb at {width} px: {small}"
    page.emulate_media(color_scheme="dark")
    assert_clean(page, where="by night", rules=COLOURS)
    page.emulate_media(color_scheme="light")


def assert_clean(page: Page, *, where: str = "as it is", rules: dict[str, object] = RULES) -> None:
    """Look at this page with axe. Fails with its report."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe().axe_script)
    found = AxeResults(page.evaluate("rules => axe.run(rules)", rules))
    assert found.violations_count == 0, f"{where}: {found.generate_report()}"


@cache
def _axe() -> Axe:
    return Axe()
