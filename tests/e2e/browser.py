"""Driving the app in a real browser: start it, sign in, wait for conditions, read the page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct-horse-battery"  # noqa: S105 - of accounts that live for one test session
DESKTOP = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The first page of a cold server imports everything; on two busy cores that takes a while.
PATIENCE_MS = 45_000


def chromium_path() -> Path:
    """The browser to drive: KITH_CHROMIUM, or Debian's."""
    return Path(os.environ.get("KITH_CHROMIUM", "/usr/bin/chromium"))


@dataclass(frozen=True, slots=True)
class Server:
    """A running app and where it writes what it says."""

    url: str
    log: Path


@contextmanager
def running_app(home: Path) -> Iterator[Server]:
    """Serve a home on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "app.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(ROOT / "app" / "server.py"),
                f"--server.port={port}",
                "--server.address=127.0.0.1",
                "--server.headless=true",
                "--server.fileWatcherType=none",
                "--browser.gatherUsageStats=false",
            ],
            cwd=ROOT,
            env=os.environ | {"KITH_HOME": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(process, url, log)
        yield Server(url=url, log=log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"The app ended at once:\n{log.read_text()}"
            raise RuntimeError(message)
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            process_ended = process.poll()  # refused until the server listens; ask again
            if process_ended is None:
                _pause()
    message = f"The app did not answer within 60 s:\n{log.read_text()}"
    raise TimeoutError(message)


def _pause() -> None:
    """Yield the processor between two questions to a server that is still starting."""
    time.sleep(0.2)


def settled(page: Page) -> None:
    """Wait until the script has run through and every chart and skeleton is done."""
    page.locator(
        '[data-testid="stApp"][data-test-script-state="notRunning"]'
        '[data-test-connection-state="CONNECTED"]'
    ).wait_for(timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE_MS)
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
            .every(chart => chart.querySelector('canvas, svg'))""",
        timeout=PATIENCE_MS,
    )


def open_page(page: Page, server: Server, path: str) -> None:
    """Go to a page of the app and wait for it."""
    page.goto(f"{server.url}/{path}")
    settled(page)


def sign_in(page: Page, server: Server, *, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form; ends when the app has answered."""
    open_page(page, server, "")
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.locator('input[type="password"]').fill(password)
    page.get_by_role("button", name="Sign in").click()
    settled(page)


def signed_in_context(
    browser: Browser,
    server: Server,
    *,
    email: str,
    state: Path,
    viewport: dict[str, int] | None = None,
    scheme: str = "light",
) -> BrowserContext:
    """A browser context that is signed in; the first one signs in and keeps its cookie."""
    if not state.exists():
        first = browser.new_context(viewport=DESKTOP, locale="en-GB")
        page = first.new_page()
        # the page trades a ticket for the cookie; only then the sign-in outlives the page
        with page.expect_response("**/session", timeout=PATIENCE_MS):
            sign_in(page, server, email=email)
        expect(page.locator('input[type="password"]')).to_have_count(0, timeout=PATIENCE_MS)
        first.storage_state(path=state)
        first.close()
    return browser.new_context(
        storage_state=state,
        viewport=viewport or DESKTOP,
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window; 0 when nothing sticks out."""
    return int(
        page.evaluate(
            """() => {
                const main = document.querySelector('[data-testid="stMain"]');
                return Math.max(
                    document.documentElement.scrollWidth - window.innerWidth,
                    main ? main.scrollWidth - main.clientWidth : 0,
                );
            }"""
        )
    )


def faults(page: Page) -> list[str]:
    """What a reader would call broken: tracebacks, failed boxes, "Page not found"."""
    boxes = page.locator(
        '[data-testid="stException"], [class*="st-key-state_failed"], [data-testid="stDialog"]'
    )
    return [text[:500] for text in boxes.all_inner_texts()]
