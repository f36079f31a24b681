"""People who use Kith, and where they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from records.models.base import Base, Edited, UtcDateTime, new_id
from records.permissions.actions import Role
from records.permissions.rules import Actor


class User(Edited, Base):
    """One row per person who may sign in."""

    __tablename__ = "users"
    __mapper_args__ = {"version_id_col": Edited.__dict__["version"]}  # noqa: RUF012

    user_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(10))
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def as_actor(self) -> Actor:
        """The person as rules see them."""
        return Actor(
            user_id=self.user_id,
            name=self.full_name,
            email=self.email,
            role=Role(self.role),
            locale=self.locale,
            is_active=self.is_active,
        )


class SignIn(Base):
    """One row per sign-in; the token itself is never stored, only its hash."""

    __tablename__ = "sign_ins"

    sign_in_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
