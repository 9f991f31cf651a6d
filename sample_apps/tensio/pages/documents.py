"""Documents: what the person keeps, one of them, and the file itself as a download."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted, submitted_file
from sample_apps.tensio.pages.signed_in import signed_in
from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.documents import Document
from sample_apps.tensio.store.sessions import Session

MAX_TITLE = 120


async def documents(request: Request, session: Session) -> Response:
    """All documents, or those whose title holds the words that the person searches."""
    return _listed(request, session.account, [])


def _listed(request: Request, account: Account, errors: list[str]) -> Response:
    site = site_of(request)
    words = request.query_params.get("recherche", "")[:MAX_TITLE]
    found = site.build.objects.searched(site.documents, account, words)
    return site.page(request, "documents.html", 422 if errors else 200, documents=found, words=words, errors=errors)


async def upload(request: Request, session: Session) -> Response:
    """Takes a file in: of 5 MB at most, a PDF or a JPEG by its content, and no known malware."""
    site = site_of(request)
    if not site.rights.consented_at(session.account):
        return site.page(request, "sans-accord.html", 409)
    policy = site.build.objects
    fields, name, declared, content = await submitted_file(request, "fichier")
    kind = policy.checked(declared, content)
    errors = [error for error, wrong in (
        ("size", len(content) > policy.largest),
        (kind, kind in ("unknown", "active", "malware")),
    ) if wrong]
    if errors:
        return _listed(request, session.account, errors[:1])
    title = fields.get("titre", "")[:MAX_TITLE] or "Document sans titre"
    kept = site.documents.add(session.account, title, policy.stored_name(name, kind), kind, content)
    if policy.kept_in_folder:
        target = site.build.settings.data / "fichiers" / "depots" / kept.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return RedirectResponse(f"/documents/{kept.id}", 303, {"Cache-Control": "no-store"})


async def document(request: Request, session: Session) -> Response:
    """One document of the person."""
    site = site_of(request)
    found = site.build.objects.document(site.documents, session.account, request.path_params["document_id"])
    return site.page(request, "document.html", one=_there(site.build.objects.refused_status, found))


async def file(request: Request) -> Response:
    """The file, to whom it belongs."""
    site = site_of(request)
    policy = site.build.objects
    account = site.visitor(request).account
    found = policy.file(site.documents, account, request.path_params["document_id"])
    one = _there(policy.refused_status, found)
    return Response(site.documents.content(one), headers={**policy.served(one), "Cache-Control": "no-store"})


async def rename(request: Request) -> Response:
    """Another title for a document."""
    site = site_of(request)
    fields = await submitted(request)
    found = site.build.objects.renamed(site.documents, site.visitor(request).account, fields.get("document", ""))
    one = _there(site.build.objects.refused_status, found)
    site.documents.rename(one, fields.get("titre", "")[:MAX_TITLE] or one.title)
    return RedirectResponse(f"/documents/{one.id}", 303, {"Cache-Control": "no-store"})


async def remove(request: Request, session: Session) -> Response:
    """Erases a document."""
    site = site_of(request)
    fields = await submitted(request)
    found = site.build.objects.document(site.documents, session.account, fields.get("document", ""))
    site.documents.remove(_there(site.build.objects.refused_status, found))
    return RedirectResponse("/documents", 303, {"Cache-Control": "no-store"})


def _there(status: int, found: Document | None) -> Document:
    if found is None:
        raise HTTPException(status)
    return found


ROUTES = [
    Route("/documents", signed_in(documents)),
    Route("/documents", signed_in(upload), methods=["POST"]),
    Route("/documents/titre", rename, methods=["POST"]),
    Route("/documents/effacer", signed_in(remove), methods=["POST"]),
    Route("/documents/{document_id}", signed_in(document)),
    Route("/documents/{document_id}/fichier", file),
]
