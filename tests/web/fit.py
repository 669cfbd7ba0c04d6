"""Is a page fit for everybody? axe, no scrolling sideways, nothing too small for a thumb; on a phone and on a desk."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (320, 1280)
SMALL = """() => {
    const fields = 'input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, label.tick';
    const found = [...document.querySelectorAll(`button, .button, nav a, .actions > a, ${fields}`)];
    const boxes = found.map(one => [one, one.getBoundingClientRect()]);
    return boxes.filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
        .map(([one]) => one.outerHTML.slice(0, 100));
}"""


def assert_fit_for_everybody(page: Page) -> None:
    """Look at this page at both widths. Fails with what is wrong."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"at {width} px: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
        small = page.evaluate(SMALL)
        assert not small, f"too small for a thumb at {width} px: {small}"
