"""The outside probe: links to sources, names and what they stand for, mail that came. It never judges."""

from harness.looks import LookKind, the_app
from harness.probes.outside import links, mail, names

__all__ = ["KINDS", "LATER"]

KINDS = (LookKind(kind="outside.links", probe="outside", run=links.run, targets=the_app, control=False),)
LATER = (
    LookKind(kind="outside.mail", probe="outside", run=mail.run, targets=the_app, needs=("mailbox",), last=True),
    LookKind(kind="outside.names", probe="outside", run=names.run, targets=the_app, last=True),
)
"""Looks that read what all the others brought about: the mail that came, and the names that pages asked."""
