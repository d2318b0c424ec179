"""The first schema: sources and their checks, articles, frozen issues, and the ledger of deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.storage.schema import Day, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    make_sources()
    make_articles()
    make_issues()
    make_ledger()


def make_sources() -> None:
    """What is known of each source, and what became of each time it was asked."""
    op.create_table(
        "sources",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("final_url", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("last_success", Moment),
        sa.Column("last_new", Moment),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sources"),
    )
    op.create_table(
        "checks",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("status", sa.Integer),
        sa.PrimaryKeyConstraint("run", "source", name="pk_checks"),
    )


def make_articles() -> None:
    """Every article held."""
    op.create_table(
        "articles",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("first_seen", Moment, nullable=False),
        sa.Column("published", Moment),
        sa.Column("embargo_until", Moment),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_first_seen", "articles", ["first_seen"])
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index(
        "ix_articles_embargo_until",
        "articles",
        ["embargo_until"],
        sqlite_where=sa.text("embargo_until IS NOT NULL"),
    )


def make_issues() -> None:
    """Frozen issues, the articles they cite, and the keys of all they printed."""
    op.create_table(
        "issues",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("date", Day, nullable=False),
        sa.Column("as_of", Moment, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_issues"),
        sa.UniqueConstraint("date", name="uq_issues_date"),
    )
    op.create_table(
        "issue_articles",
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("article", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("issue", "article", name="pk_issue_articles"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_issue_articles_issue"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_issue_articles_article"),
    )
    op.create_index("ix_issue_articles_article", "issue_articles", ["article"])
    op.create_table(
        "printed",
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("issue", "key", name="pk_printed"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_printed_issue"),
    )


def make_ledger() -> None:
    """What became of each message, and every change of that."""
    op.create_table(
        "deliveries",
        sa.Column("issue", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code", sa.Integer),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", Moment),
        sa.PrimaryKeyConstraint("issue", "recipient", name="pk_deliveries"),
    )
    op.create_table(
        "delivery_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code", sa.Integer),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_changes"),
    )
