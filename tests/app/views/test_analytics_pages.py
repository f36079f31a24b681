"""Retention, RFM, funnels, channels, data: with rows, without, and without the right."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import strings
from records.settings import Settings
from tests.app.analytics_rows import QUARANTINED, WEAK_REGION

MAIN = Path(__file__).parents[3] / "app" / "main.py"
PAGES = {
    "views/customers/retention.py": "Retention",
    "views/customers/rfm.py": "RFM",
    "views/marketing/funnels.py": "Funnels",
    "views/marketing/channels.py": "Channels",
    "views/system/data.py": "Data",
}
Token = Callable[[Settings, str], str]
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, token_for: Token) -> Open:
    """Open a page of a home as somebody of a role."""

    def open_as(
        settings: Settings,
        page: str,
        *,
        role: str = "admin",
        language: str = "en",
        params: dict[str, str] | None = None,
    ) -> AppTest:
        monkeypatch.setenv("KITH_HOME", str(settings.home))
        # AppTest formats options outside a run, where no session tells the language
        monkeypatch.setattr(strings, "_FALLBACK", ContextVar("language", default=language))
        test = AppTest.from_file(str(MAIN), default_timeout=60)
        test.session_state["session.token"] = token_for(settings, role)
        test.session_state["session.language"] = language
        test.run()
        test.switch_page(page)
        for name, value in (params or {}).items():
            test.query_params[name] = value
        return test.run()

    return open_as


def words(test: AppTest) -> str:
    """Everything the page says, in one text."""
    parts = [
        *test.title,
        *test.markdown,
        *test.caption,
        *test.subheader,
        *test.warning,
        *test.error,
    ]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("page", PAGES)
def test_shows_the_company(sample_settings: Settings, open_page: Open, page: str) -> None:
    test = open_page(sample_settings, page)
    assert not test.exception
    assert test.title[0].value == PAGES[page]
    assert "could not be shown" not in words(test)
    assert test.dataframe


@pytest.mark.parametrize("page", PAGES)
def test_speaks_chinese(sample_settings: Settings, open_page: Open, page: str) -> None:
    test = open_page(sample_settings, page, language="zh_CN")
    assert not test.exception
    assert page.endswith("rfm.py") or test.title[0].value != PAGES[page]
    assert "could not be shown" not in words(test)


@pytest.mark.parametrize("page", PAGES)
def test_without_rows_says_what_will_be_here(
    empty_settings: Settings, open_page: Open, page: str
) -> None:
    test = open_page(empty_settings, page)
    assert not test.exception
    assert " yet" in words(test)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_publication(bare_settings: Settings, open_page: Open, page: str) -> None:
    test = open_page(bare_settings, page)
    assert not test.exception
    assert "No data yet" in words(test)
    assert test.code[0].value == "./kith run"


def test_data_is_closed_to_viewers(sample_settings: Settings, open_page: Open) -> None:
    test = open_page(sample_settings, "views/system/data.py", role="viewer")
    assert not test.exception
    assert not test.dataframe
    assert "data.view" in words(test)


def test_viewers_see_no_contact_and_cannot_export(
    sample_settings: Settings, open_page: Open
) -> None:
    test = open_page(sample_settings, "views/customers/rfm.py", role="viewer")
    assert not test.exception
    assert "ana@example.com" not in str([table.value for table in test.dataframe])
    assert test.button(key="rfm.rfm_customers.export").disabled


@pytest.mark.parametrize(("role", "sees"), [("analyst", False), ("manager", True)])
def test_quarantined_text_needs_its_right(
    sample_settings: Settings, open_page: Open, *, role: str, sees: bool
) -> None:
    test = open_page(
        sample_settings, "views/system/data.py", role=role, params={"part": "quarantine"}
    )
    assert not test.exception
    shown = str([table.value.to_dict() for table in test.dataframe])
    assert ("secret-line" in shown) is sees
    assert f"of {QUARANTINED}" in words(test)


@pytest.mark.parametrize(
    "part", ["sources", "runs", "checks", "quarantine", "reconciliation", "columns"]
)
def test_every_part_of_data(sample_settings: Settings, open_page: Open, part: str) -> None:
    test = open_page(sample_settings, "views/system/data.py", params={"part": part})
    assert not test.exception
    assert "could not be shown" not in words(test)


def test_the_weak_region_is_said_in_words(sample_settings: Settings, open_page: Open) -> None:
    test = open_page(sample_settings, "views/marketing/funnels.py")
    assert WEAK_REGION in test.warning[0].value
    assert "95% sure" in test.warning[0].value


def test_the_url_chooses_the_cell(sample_settings: Settings, open_page: Open) -> None:
    test = open_page(
        sample_settings,
        "views/customers/retention.py",
        params={"by": "week", "cohorts": "52", "show": "value"},
    )
    assert not test.exception
    assert "could not be shown" not in words(test)
    assert "week of their first purchase" in words(test)
