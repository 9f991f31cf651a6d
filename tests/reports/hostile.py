"""An audit whose every free string is hostile, and what such strings try."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import msgspec

from criteria.audit import Audit

PAYLOADS = (
    "<script>window.ran = 1</script>",
    "</style><script>window.ran = 2</script>",
    "</title><script>window.ran = 3</script>",
    '"><img src="https://evil.example/x.png" onerror="window.ran = 4">',
    "' autofocus onfocus='window.ran = 5' x='",
    "<svg onload=window.ran=6><use href='https://evil.example/s.svg#a'/></svg>",
    "javascript:window.ran=7",
    '<a href="javascript:alert(8)">click</a>',
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${window.ran=9}`;alert(9)//",
    "\u202eevil\u2066\u200f\u061c reversed",
    "null\x00byte \x1b[31mred \x07 \x9b",
    "a\u0301" + "\u0301" * 500,
    "\ud7ff\uffff\ufeff\U000e0041\u00ad",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/a.css'>",
    "<iframe srcdoc='<script>parent.ran=10</script>'></iframe>",
    "<style>*{display:none}</style><form action='https://evil.example'><button>go",
    "]]><!--><template><math><mtext></template>-->",
    "&lt;script&gt;&#60;script&#62;&NewLine;&colon;",
    "x" * 100_000,
    "<b>" * 30_000,
    " \n\t\r\n ",
)
KEPT = {"verdict", "severity", "effort", "standing", "faces", "outcome", "schema", "actor", "place"}
"""Members whose values the code bounds."""


def hostile(audit: Audit) -> Audit:
    """``audit`` with every free string replaced by one of ``PAYLOADS``, keys of mappings too."""
    payloads = cycle(PAYLOADS)

    def spoiled(node: Any, name: str = "") -> Any:
        if isinstance(node, dict):
            free = name in ("blobs", "pages", "cleartext_ports", "sent", "answered")
            return {next(payloads) if free else key: spoiled(value, key) for key, value in node.items()}
        if isinstance(node, list | tuple):
            return [spoiled(value, name) for value in node]
        if isinstance(node, str) and name not in KEPT:
            return next(payloads)
        return node

    raw = spoiled(msgspec.to_builtins(audit))
    return msgspec.convert({**raw, "decision": {**raw["decision"], "decision": "refused"}}, Audit)
