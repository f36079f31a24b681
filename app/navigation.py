"""Every page, as data: where its file is, what it is called, who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.strings import N_
from records.permissions.rules import Actor, may

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. `path` is below `views`; a detail page is not listed and takes an id in the URL."""

    path: str
    title: str
    icon: str
    section: str
    action: str
    url_path: str
    is_detail: bool = False
    is_default: bool = False

    @property
    def file(self) -> str:
        """The file as Streamlit is told it: relative to `app/main.py`."""
        return f"views/{self.path}"


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        "overview.py",
        N_("Overview"),
        "monitoring",
        "",
        "dashboards.view",
        "overview",
        is_default=True,
    ),
    PageEntry(
        "customers/list.py",
        N_("Customers"),
        "group",
        N_("Customers"),
        "customers.view",
        "customers",
    ),
    PageEntry(
        "customers/detail.py",
        N_("Customer"),
        "person",
        N_("Customers"),
        "customers.view",
        "customer",
        is_detail=True,
    ),
    PageEntry(
        "customers/retention.py",
        N_("Retention"),
        "grid_on",
        N_("Customers"),
        "dashboards.view",
        "retention",
    ),
    PageEntry("customers/rfm.py", N_("RFM"), "apps", N_("Customers"), "dashboards.view", "rfm"),
    PageEntry(
        "orders/list.py", N_("Orders"), "receipt_long", N_("Sales"), "customers.view", "orders"
    ),
    PageEntry(
        "marketing/funnels.py",
        N_("Funnels"),
        "filter_alt",
        N_("Marketing"),
        "dashboards.view",
        "funnels",
    ),
    PageEntry(
        "marketing/channels.py",
        N_("Channels"),
        "campaign",
        N_("Marketing"),
        "dashboards.view",
        "channels",
    ),
    PageEntry("system/data.py", N_("Data"), "database", N_("Workspace"), "data.view", "data"),
)

SIGN_IN_FILE = "views/account/sign_in.py"


def listed_pages(actor: Actor) -> list[PageEntry]:
    """Pages this person finds in the menu."""
    return [page for page in PAGES if not page.is_detail and may(actor, page.action)]


def page_at(url_path: str) -> PageEntry | None:
    """The page behind a URL path."""
    wanted = url_path.strip("/")
    return next(
        (page for page in PAGES if page.url_path == wanted or (page.is_default and not wanted)),
        None,
    )
