"""What `streamlit run app/server.py` serves: the pages, and the route that keeps a sign-in.

`app/main.py` alone works too, only that a reload then asks to sign in again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App

from app import tickets

COOKIE = "kith_session"


async def keep_session(request: Request) -> Response:
    """Trade a ticket for a cookie that scripts cannot read."""
    body = (await request.body())[:200]
    redeemed = tickets.redeem(body.decode("ascii", errors="ignore"))
    if redeemed is None:
        return Response(status_code=403)
    token, expires_at = redeemed
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int((expires_at - datetime.now(UTC)).total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_https(request),
    )
    return response


async def drop_session(_request: Request) -> Response:
    """Forget the cookie; the sign-in itself is ended in records."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


def _is_https(request: Request) -> bool:
    forwarded = request.headers.get("x-forwarded-proto", "")
    return request.url.scheme == "https" or forwarded.split(",")[0].strip() == "https"


app = App(
    Path(__file__).with_name("main.py"),
    routes=[
        Route("/session", keep_session, methods=["POST"]),
        Route("/session", drop_session, methods=["DELETE"]),
    ],
)
