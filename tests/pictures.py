"""Takes the pictures for the README again: `make docs`. The invented town on a Wednesday morning, in real chromium."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app import assembly, invented_town
from app.foundation.settings import Settings
from app.migrations import running
from tests.browsers import ARGUMENTS, chromium_path
from tests.clock import SettableClock
from tests.web.serving import serving

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PORT = 8765


def main() -> None:
    """Serve the town in this process, look at it, and go."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(mode="demo", port=PORT, var_dir=folder).filled_in()
        house = assembly.put_together(settings, now=SettableClock())
        running.bring_up_to_date(house.database.engine)
        invented_town.settle(house.database, house.network, with_history=True)
        with serving(house) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
            _take(browser.new_page(viewport={"width": 1280, "height": 1220}), address)
            browser.close()
        house.database.close()
        house.pretend_network.store.close()


def _take(page: Page, address: str) -> None:
    page.goto(address)
    page.screenshot(path=PICTURES / "phones.png")
    page.get_by_role("button", name=re.compile("Neil")).first.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name=re.compile("Sara")).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "desk.png")


if __name__ == "__main__":
    main()
