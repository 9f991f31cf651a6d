"""The HTTP probe: crawl, cleartext, exposed addresses, signed-in pages, cookies, forms, journeys. It never judges."""

from harness.looks import LookKind, each_host, the_app
from harness.probes.http import cleartext, crawl, exposed, form, journeys, release, security_txt, signed_in

__all__ = ["KINDS"]

_SESSION = ("accounts.a", "journeys.sign_in", "signed_in_pages", "authorisation")

KINDS = (
    LookKind(kind="http.crawl", probe="http", run=crawl.run, targets=the_app),
    LookKind(kind="http.release", probe="http", run=release.run, targets=release.environments),
    LookKind(kind="http.security_txt", probe="http", run=security_txt.run, targets=the_app),
    LookKind(kind="http.cleartext", probe="http", run=cleartext.run, targets=each_host),
    LookKind(
        kind="http.exposed",
        probe="http",
        run=exposed.run,
        targets=each_host,
        nature="reversible",
        needs=("authorisation",),
    ),
    LookKind(
        kind="http.signed_in",
        probe="http",
        run=signed_in.pages,
        targets=the_app,
        nature="reversible",
        needs=_SESSION,
    ),
    LookKind(
        kind="http.ablation",
        probe="http",
        run=signed_in.ablation,
        targets=the_app,
        nature="reversible",
        needs=_SESSION,
    ),
    LookKind(
        kind="http.journeys",
        probe="http",
        run=journeys.run,
        targets=the_app,
        nature="reversible",
        needs=("authorisation",),
        destroys="entries of the synthetic account",
        restores="the entries stay in the synthetic account",
    ),
    LookKind(
        kind="http.form",
        probe="http",
        run=form.run,
        targets=form.declared,
        nature="reversible",
        control=False,
        needs=("authorisation",),
    ),
)
