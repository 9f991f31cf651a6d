"""Contact, reporting, and requests about one's rights: all without an account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.forms import is_email, submitted
from sample_apps.tensio.site import site_of

CATEGORIES = {
    "question": "Poser une question",
    "erreur": "Signaler une erreur ou un effet indésirable",
    "accessibilite": "Signaler un défaut d’accessibilité",
    "securite": "Signaler une faille de sécurité",
}
RIGHTS = {
    "acces": "Accéder à mes données",
    "rectification": "Rectifier mes données",
    "effacement": "Effacer mes données",
    "limitation": "Limiter un traitement",
    "portabilite": "Recevoir mes données (portabilité)",
    "retrait": "Retirer mon consentement",
}
MAX_MESSAGE = 5_000


async def contact_form(request: Request) -> Response:
    """The contact page; ``?sujet=erreur`` chooses the category."""
    subject = request.query_params.get("sujet", "question")
    fields = {"categorie": subject if subject in CATEGORIES else "question"}
    return site_of(request).page(request, "contact.html", categories=CATEGORIES, errors=[], fields=fields)


async def contact(request: Request) -> Response:
    """Keeps the message and acknowledges it with a reference."""
    fields = await submitted(request)
    errors = _wrong(fields, CATEGORIES)
    site = site_of(request)
    if errors:
        return site.page(request, "contact.html", 422, categories=CATEGORIES, errors=errors, fields=fields)
    reference = site.messages.keep("contact", fields["categorie"], fields["email"], fields["message"])
    return site.page(request, "accuse.html", reference=reference, kind="contact")


async def rights_form(request: Request) -> Response:
    """The page to use one's rights (GDPR articles 15 to 22)."""
    return site_of(request).page(request, "droits.html", categories=RIGHTS, errors=[], fields={})


async def rights(request: Request) -> Response:
    """Keeps the request and acknowledges it with a reference."""
    fields = await submitted(request)
    errors = _wrong(fields, RIGHTS)
    site = site_of(request)
    if errors:
        return site.page(request, "droits.html", 422, categories=RIGHTS, errors=errors, fields=fields)
    reference = site.messages.keep("droits", fields["categorie"], fields["email"], fields["message"])
    return site.page(request, "accuse.html", reference=reference, kind="droits")


def _wrong(fields: dict[str, str], categories: dict[str, str]) -> list[str]:
    message = fields.get("message", "")
    return [name for name, wrong in (
        ("category", fields.get("categorie") not in categories),
        ("email", not is_email(fields.get("email", ""))),
        ("message", not 1 <= len(message) <= MAX_MESSAGE),
    ) if wrong]


ROUTES = [
    Route("/contact", contact_form),
    Route("/contact", contact, methods=["POST"]),
    Route("/droits", rights_form),
    Route("/droits", rights, methods=["POST"]),
]
