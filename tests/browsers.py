"""The browser of the tests: the machine's own chromium, shut off from every other machine, its complaints collected."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

from tests.network_guard import is_here

NO_CHROMIUM = "chromium is not installed"
_OFF = (  # the last such list counts, so the first half says again what playwright turns off
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,PaintHolding,OptimizationHints,AimEnabled,"
    # Pages that chromium draws around ours, where nobody looks: a third of all the work.
    "InitialWebUI,WebUIToolbar,WebUIReloadButton,WebUIOmniboxPopup,WebUIOmniboxAimPopup,PreloadTopChromeWebUI"
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={_OFF}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ELSEWHERE = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


def chromium_path() -> str | None:
    """Where chromium is: KETTLE_TEST_CHROMIUM, or the machine's own. None when there is none."""
    wanted = os.environ.get("KETTLE_TEST_CHROMIUM")
    if wanted is not None:
        return wanted if Path(wanted).exists() else None
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((path for path in _ELSEWHERE if Path(path).exists()), None)


@dataclass
class Complaints:
    """What the browser complained about. A test that provokes a complaint says so with `expect`."""

    found: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expect(self, fragment: str) -> None:
        """Let go of every complaint that holds these words ("status of 404")."""
        self._expected.append(fragment)

    def left(self) -> list[str]:
        """The complaints that nobody expected."""
        return [words for words in self.found if not any(fragment in words for fragment in self._expected)]

    def listen_to(self, context: BrowserContext) -> None:
        """Collect from every page of this context."""
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("requestfailed", self._on_failed)
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"console error: {message.text} ({message.location.get('url')})")

    def _on_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the person moved on before it was there: nobody's fault
            self.found.append(f"failed request: {request.url} {request.failure}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and not is_here(address.hostname):
            self.found.append(f"request to another machine: {request.url}")
