"""Tensio, a blood-pressure diary: the first candidate.

It is what an invented French vendor (Tensio Santé SAS) would ship: server-rendered pages in French, accounts, a diary,
health articles, legal texts, and a pairing with a national health space as a confidential OpenID Connect client. It
imports nothing of the audit and speaks HTTP only.

The sound app is assembled in :mod:`.build` from replaceable parts; :mod:`.faults` swaps some of them under
``--fault NAME``, and ``faults.yaml`` says which criterion each fault violates. ``dossier/`` is what the vendor hands
in; ``reference/`` holds small invented registers to look it up in.

    python -m sample_apps.tensio --data DIR --tls-cert F --tls-key F
        --space-issuer URL --space-ca FILE --client-id ID [--fault NAME ...]
"""

from __future__ import annotations

VERSION = "1.4.0"
