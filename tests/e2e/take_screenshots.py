"""Take the pictures the README shows: `python -m tests.e2e.take_screenshots [HOME]`.

HOME is a published home (`./kith demo --no-serve --home HOME` makes one); without it the suite's
own sample company is built. Pictures are written to docs/screenshots, each below 300 kB.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import (
    ARGUMENTS,
    ROOT,
    Server,
    chromium_path,
    faults,
    open_page,
    running_app,
    signed_in_context,
)
from tests.e2e.home import build_home, email_of

TARGET = ROOT / "docs" / "screenshots"
LARGEST = 300_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the page, who looks, in which window."""

    name: str
    path: str
    person: str = "admin"
    width: int = 1440
    height: int = 900
    scheme: str = "light"


SHOTS = (
    Shot("overview-light", "?range=12m"),
    Shot("overview-dark", "?range=12m", scheme="dark"),
    Shot("retention", "retention"),
    Shot("funnels-zh", "funnels?funnel=web_purchase", person="reader"),
    Shot("rfm-phone", "rfm", width=390, height=844, scheme="dark"),
)


def take(shot: Shot, *, browser: Browser, server: Server, states: Path) -> Path:
    """Open the page and write its picture.

    Raises:
        RuntimeError: the page shows a fault, or the picture is too large for the repository.
    """
    context = signed_in_context(
        browser,
        server,
        email=email_of(shot.person),
        state=states / f"{shot.person}.json",
        viewport={"width": shot.width, "height": shot.height},
        scheme=shot.scheme,
    )
    page = context.new_page()
    open_page(page, server, shot.path)
    if found := faults(page):
        message = f"{shot.path} shows a fault: {found}"
        raise RuntimeError(message)
    target = TARGET / f"{shot.name}.png"
    page.screenshot(path=target, animations="disabled")
    context.close()
    if target.stat().st_size > LARGEST:
        message = f"{target.name} has {target.stat().st_size} bytes, more than {LARGEST}"
        raise RuntimeError(message)
    return target


def main() -> None:
    """Take all of them."""
    if len(sys.argv) > 1:
        os.environ["KITH_E2E_HOME"] = sys.argv[1]
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        home = build_home(Path(scratch) / "home")
        browser = playwright.chromium.launch(executable_path=str(chromium_path()), args=ARGUMENTS)
        with running_app(home.home) as server:
            for shot in SHOTS:
                path = take(shot, browser=browser, server=server, states=Path(scratch))
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
