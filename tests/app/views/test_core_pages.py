"""Overview, customers, orders, record: with data, without, without rights, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import app
from records import runs
from records.settings import Settings
from tests.app.conftest import PASSWORD, build_home
from tests.app.views.conftest import MAIN, OpenPage

VIEWS = ["overview.py", "customers/list.py", "customers/detail.py", "orders/list.py"]


def texts(test: AppTest) -> str:
    parts = [*test.title, *test.markdown, *test.caption, *test.subheader, *test.warning]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", ["viewer", "admin"])
@pytest.mark.parametrize("home", ["sample_settings", "empty_settings", "bare_settings"])
def test_page_draws_in_every_state(
    open_page: OpenPage, request: pytest.FixtureRequest, home: str, role: str, view: str
) -> None:
    settings: Settings = request.getfixturevalue(home)
    test = open_page(settings, role, view, id="c_ana")
    assert not test.exception
    assert not test.error
    assert "This could not be shown" not in texts(test)


def test_overview_shows_the_numbers_of_the_rows(
    open_page: OpenPage, sample_settings: Settings
) -> None:
    test = open_page(
        sample_settings, "viewer", None, range="custom", from_="2026-02-01", to="2026-02-28"
    )
    shown = {metric.label: metric.value for metric in test.metric}
    assert shown["Net revenue"] == "€320.00"
    assert shown["Orders"] == "4"
    assert shown["Returning customers"] == "1"


def test_filters_come_from_the_url(open_page: OpenPage, sample_settings: Settings) -> None:
    test = open_page(sample_settings, "admin", "customers/list.py", customer_status="active,new")
    assert "1–2 of 2" in texts(test)
    assert test.multiselect(key="customers.customer_status").value == ["active", "new"]


def test_search_writes_to_the_url(open_page: OpenPage, sample_settings: Settings) -> None:
    test = open_page(sample_settings, "admin", "customers/list.py")
    test.text_input(key="customers.search").set_value("ruiz").run()
    assert "1–1 of 1" in texts(test)
    assert test.query_params["search"] in ("ruiz", ["ruiz"])


def test_nothing_matches_differs_from_nothing_yet(
    open_page: OpenPage, sample_settings: Settings, empty_settings: Settings
) -> None:
    none = open_page(sample_settings, "admin", "customers/list.py", search="zzz")
    assert "Nothing matches" in texts(none)
    empty = open_page(empty_settings, "admin", "customers/list.py")
    assert "No customers yet" in texts(empty)


def test_viewer_sees_masked_contact_and_no_export(
    open_page: OpenPage, sample_settings: Settings
) -> None:
    test = open_page(sample_settings, "viewer", "customers/list.py")
    emails = test.dataframe[0].value["email"].to_list()
    assert "a•••@example.com" in emails
    assert not any("ana@" in (email or "") for email in emails)
    assert test.button(key="customers.export").disabled


def test_page_without_right_says_which(open_page: OpenPage, sample_settings: Settings) -> None:
    if not (Path(app.__file__).parent / "views" / "system" / "data.py").exists():
        pytest.skip("the data page is built apart")
    test = open_page(sample_settings, "viewer", "system/data.py")
    assert "Not open to you" in texts(test)
    assert "Analyst" in texts(test)


def test_unknown_customer_is_told(open_page: OpenPage, sample_settings: Settings) -> None:
    test = open_page(sample_settings, "viewer", "customers/detail.py", id="nobody")
    assert "No such customer" in texts(test)


@pytest.mark.parametrize(
    "part", ["overview", "timeline", "orders", "tickets", "web", "identifiers"]
)
@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_every_part_of_a_record(
    open_page: OpenPage, sample_settings: Settings, role: str, part: str
) -> None:
    test = open_page(sample_settings, role, "customers/detail.py", id="c_ana", part=part)
    assert not test.exception
    assert "This could not be shown" not in texts(test)
    assert "Ana Ruiz" in texts(test)
    if role == "viewer":
        assert "ana@example.com" not in texts(test)


def test_language_is_kept_and_filters_survive(open_page: OpenPage, tmp_path: Path) -> None:
    settings = build_home(tmp_path)
    test = open_page(settings, "admin", None, range="30d")
    test.button_group(key="session.language_switch").set_value("zh_CN").run()
    assert "概览" in texts(test)
    assert test.query_params["range"] in ("30d", ["30d"])
    assert "概览" in texts(open_page(settings, "admin"))


def test_failed_run_is_told_with_the_version_served(open_page: OpenPage, tmp_path: Path) -> None:
    settings = build_home(tmp_path)
    run_id = runs.start_run(settings, "refresh")
    runs.finish_run(settings, run_id, status="failed", message="checks failed")
    test = open_page(settings, "admin")
    assert "The last run failed" in test.warning[0].value
    assert "Mar 1, 2026" in test.warning[0].value


def test_sign_in_wrong_then_right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from records.commands.users import add_user
    from records.permissions.rules import SYSTEM

    settings = build_home(tmp_path)
    add_user(settings, SYSTEM, email="a@kith.test", full_name="A", role="viewer", password=PASSWORD)
    monkeypatch.setenv("KITH_HOME", str(settings.home))
    test = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert [title.value for title in test.title] == ["Kith"]
    test.text_input(key="sign_in.email").set_value("a@kith.test")
    test.text_input(key="sign_in.password").set_value("wrong wrong")
    test.button[0].click().run()
    assert "do not match" in test.error[0].value
    test.text_input(key="sign_in.password").set_value(PASSWORD)
    test.button[0].click().run()
    assert [title.value for title in test.title] == ["Overview"]
    test.button(key="session.sign_out").click().run()
    assert [title.value for title in test.title] == ["Kith"]
