"""A small French site for tests: pages that link to one another, crawled whole."""

from __future__ import annotations

from typing import Any

from tests.support.evidence import BASE, Looked, Sight, crawl_summary, exchange, looked, page

FOOT = (
    '<a href="/mentions-legales">Mentions légales</a> <a href="/confidentialite">Confidentialité</a> '
    '<a href="/aide">Aide</a> <a href="/contact">Nous contacter</a>'
)
NOTICE = """
<h2>Responsable du traitement</h2><p>Exemple SAS, 1 rue de l’Exemple, 75001 Paris. Nous traitons vos données
personnelles, y compris des données de santé, dans le seul but de vous rendre le service que vous demandez.</p>
<h2>Délégué à la protection des données</h2><p>Dominique Exemple,
<a href="mailto:dpo@exemple.example">dpo@exemple.example</a>, ou par courrier à l’adresse ci-dessus.</p>
<h2>Finalités et bases légales</h2><p>Nous utilisons vos données pour tenir votre carnet avec votre consentement, et
pour gérer votre compte, ce qui est nécessaire à l’exécution du contrat. Vous pouvez retirer votre accord quand vous
le souhaitez, sans que cela remette en cause ce qui a été fait avant.</p>
<h2>Durées de conservation</h2><p>Vos mesures sont conservées jusqu’à la fermeture du compte, puis effacées sous trente
jours. Les messages que vous nous envoyez sont gardés pendant douze mois.</p>
<h2>Destinataires</h2><p>Les personnes habilitées de la société et notre hébergeur, qui est notre sous-traitant et qui
n’agit que sur nos instructions. Aucune donnée ne quitte la France.</p>
<h2>Vos droits</h2><p>Vous avez le droit d’accéder à vos données, de les rectifier, de les effacer et de vous opposer à
leur traitement. Vous pouvez aussi adresser une réclamation à la CNIL.</p>
"""
ENGLISH = """
<h2>Controller</h2><p>Exemple SAS is the data controller of the personal data that you give us when you use this
service, and we take our duties under the law very seriously.</p>
<h2>Data protection officer</h2><p>You can write to <a href="mailto:dpo@exemple.example">dpo@exemple.example</a> with
any question about how we use what we know about you, and we will answer within one month.</p>
<h2>Purposes and legal bases</h2><p>We process your health data with your explicit consent in order to keep your
diary, and your account data because they are needed for the contract that you have with us.</p>
<h2>Recipients and retention</h2><p>Our staff and our processors have access to it. We keep your data as long as
you have an account, and then we erase it within thirty days. There are no transfers outside the European Union.</p>
<h2>Your rights</h2><p>You have the right to access your data, to rectify it, to erase it and to object. You may
complain to the CNIL, which is the supervisory authority in France.</p>
"""
LEGAL = """
<h2>Éditeur</h2><p>Le présent site est édité par Exemple SAS, société par actions simplifiée au capital de 10 000 euros,
dont le siège social se trouve 1 rue de l’Exemple, 75001 Paris. SIREN 732 829 320, RCS Paris 732 829 320. Courriel :
<a href="mailto:contact@exemple.example">contact@exemple.example</a>. Téléphone : 01 99 00 12 34.</p>
<h2>Directrice de la publication</h2><p>Directrice de la publication : Camille Exemple.</p>
<h2>Hébergeur</h2><p>Le site est hébergé par Hôte Exemple SAS, 2 quai de l’Exemple, 59000 Lille, téléphone
03 99 00 45 67. Les contenus du site sont protégés par le droit d’auteur et ne peuvent être repris sans accord écrit
de leur auteur, sauf les courtes citations que la loi permet.</p>
"""
SIGN_UP = '<form method="post"><input name="email" type="email"><input name="mdp" type="password"></form>'
CONTACT = '<form method="post"><input name="email" type="email"><textarea name="message"></textarea></form>'
SITE = {
    "/": ("Accueil", "<p>Votre carnet.</p><a href='/inscription'>Créer un compte</a>"),
    "/inscription": ("Créer un compte", SIGN_UP),
    "/confidentialite": ("Politique de confidentialité", NOTICE),
    "/mentions-legales": ("Mentions légales", LEGAL),
    "/aide": ("Aide", "<p>Comment faire.</p>"),
    "/contact": ("Contact", CONTACT),
}


def html(title: str, body: str, *, foot: str = FOOT, lang: str = "fr") -> str:
    """A whole page with the common footer."""
    head = f"<!doctype html><html lang={lang}><title>{title}</title>"
    return f"{head}<h1>{title}</h1>{body}<footer>{foot}</footer></html>"


Pages = dict[str, tuple[str, str] | None]


def site(pages: Pages | None = None, *more: Sight, foot: str = FOOT, **summary: Any) -> Looked:
    """The crawl of ``SITE`` with pages replaced, added or (``None``) left out, which then answer 404."""
    sights = [_answer(path, found, foot) for path, found in {**SITE, **(pages or {})}.items()]
    starts = {"home": f"{BASE}/", "sign_up": f"{BASE}/inscription"}
    return looked("http.crawl", *sights, *more, crawl_summary(len(sights), **{"starts": starts, **summary}))


def _answer(path: str, found: tuple[str, str] | None, foot: str) -> Sight:
    if found is None:
        return exchange(f"{BASE}{path}", status=404, purpose="crawl")
    return page(path, html(*found, foot=foot))


def bare_control() -> Looked:
    """The control app as the crawl sees it: no notice, no legal page, no help."""
    control = "https://control.test"
    body = "<title>Control</title><h1>Control</h1>"
    return looked(
        "http.crawl",
        page(f"{control}/", body),
        page(f"{control}/connexion", f"{body}{SIGN_UP}"),
        crawl_summary(2, starts={"home": f"{control}/", "sign_in": f"{control}/connexion"}),
        subject="control",
    )


def submitted(journey: str, outcome: str = "accepted", status: int = 200, step: int = 2) -> Sight:
    """The end of a form's journey."""
    data = {"journey": journey, "outcome": outcome, "step": step, "steps": 2, "status": status, "url": f"{BASE}/x"}
    return Sight(kind="http.form_result", data=data, target=journey)
