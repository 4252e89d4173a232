"""Blobs by hash, releases that never change, and one pointer that says which release is read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id


class ContentBlob(Base):
    """Bytes by their SHA-256 (hexadecimal): a file as it stood, a manifest, a compiled catalogue."""

    __tablename__ = "content_blob"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ContentRelease(Base):
    """`manifest_hash` names the blob that lists path → hash; `compiled_hash` the blob with the rendered catalogue."""

    __tablename__ = "content_release"

    id: Mapped[Id]
    manifest_hash: Mapped[str] = mapped_column(String(64), ForeignKey("content_blob.hash"))
    compiled_hash: Mapped[str] = mapped_column(String(64), ForeignKey("content_blob.hash"))
    author_id: Mapped[int | None] = mapped_column(Integer)
    author_name: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class ContentPointer(Base):
    """The one row that says what is active; rolling back is writing an older id into it."""

    __tablename__ = "content_pointer"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    release_id: Mapped[int] = mapped_column(ForeignKey("content_release.id"))
    activated_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Integer)


class ContentActivation(Base):
    """Every move of the pointer, for whoever asks later what learners saw on a day."""

    __tablename__ = "content_activation"

    id: Mapped[Id]
    release_id: Mapped[int] = mapped_column(ForeignKey("content_release.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("content_release.id"))
    activated_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Integer)
    by_name: Mapped[str] = mapped_column(String(200))
