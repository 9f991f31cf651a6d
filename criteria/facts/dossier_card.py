"""What the vendor hands in on the catalogue card, its funding and the expert review: ``dossier.yaml`` as types."""

from __future__ import annotations

import msgspec


class CardItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One item of the card: the sentence as the public ``page`` (a path) shows it."""

    quote: str = ""
    page: str = ""


class Price(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the price table, in euros with tax; ``period`` is ``once``, ``month`` or ``year``."""

    label: str = ""
    amount: float = 0.0
    period: str = ""


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """The catalogue card. ``data_categories`` are those of the inventory; steps are counted in pages."""

    purpose: CardItem | None = None
    audience: CardItem | None = None
    limits: CardItem | None = None
    data: CardItem | None = None
    price: CardItem | None = None
    ending: CardItem | None = None
    data_categories: tuple[str, ...] | None = None
    prices: tuple[Price, ...] | None = None
    subscription_steps: int | None = None
    cancellation_steps: int | None = None

    @property
    def items(self) -> dict[str, CardItem | None]:
        """Every item that a card must show, by its name."""
        names = ("purpose", "audience", "limits", "data", "price", "ending")
        return {name: getattr(self, name) for name in names}


class Funder(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who pays for the service."""

    name: str = ""
    kind: str = ""


class InterestStatement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dated statement of one author or reviewer. ``interests`` are the companies named; none: no interest."""

    person: str = ""
    date: str = ""
    interests: tuple[str, ...] = ()


class Funding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Funders, statements of interests, and the path of the public page that shows them."""

    page: str = ""
    funders: tuple[Funder, ...] | None = None
    statements: tuple[InterestStatement, ...] = ()


class Reviewer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An expert who reviewed. ``rpps`` is the number of the national register of health professionals."""

    name: str = ""
    qualification: str = ""
    rpps: str = ""
    interests: str = ""


class Guideline(msgspec.Struct, frozen=True, omit_defaults=True):
    """A recommendation that the content follows, by its identifier at its ``publisher``."""

    id: str = ""
    title: str = ""
    publisher: str = ""


class ReviewedPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page as it was reviewed: its path, the digest of its text, by whom (a name) and when."""

    path: str = ""
    sha256: str = ""
    reviewer: str = ""
    date: str = ""


class ExpertReview(msgspec.Struct, frozen=True, omit_defaults=True):
    """The expert review file."""

    reviewers: tuple[Reviewer, ...] = ()
    method: str = ""
    guidelines: tuple[Guideline, ...] = ()
    pages: tuple[ReviewedPage, ...] = ()
    user_involvement: str = ""
