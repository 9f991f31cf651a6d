"""The positive control: a tiny app that has every flaw, looked at in every audit by the same probes.

If an instrument does not see the flaw of its control today, what it says of the candidate proves nothing.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file
from importlib.resources import files as resources
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from criteria.candidate import Candidate
from harness.errors import ConfigurationError
from harness.lab_pki import make_ca, self_signed
from harness.manifest.model import Account, Environment, MailPlace, Manifest, Publisher, Step, StepFile
from harness.manifest.space import Space
from harness.name_world import name_world
from harness.processes import free_port, started

MODULE = "sample_apps.control"
SECRET = "PROBANT_CONTROL_PASSWORD"
CANARY = "CONTROL-CANARY"
MEASURE = {
    "note": "${canary.health}",
    "poids": "${measure.weight:60-80}",
    "systolique": "${measure.systolic:110-140}",
    "diastolique": "${measure.diastolic:60-90}",
}
HOST = "127.0.0.1"
TRACKER = "mesure.control.example"
CLOAKED = "statistiques.control.example"
"""A name of the control app's own that is an alias of the tracker's."""
FILE = StepFile(field="fichier", name="essai.txt", type="text/plain", content="${sample.text.health}", limit=2000)


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """The running control app as a manifest of its own, with the files and secrets that its looks need."""

    manifest: Manifest
    folder: Path
    environment: Mapping[str, str]


@contextmanager
def control_app(recorded: Candidate | None = None) -> Iterator[Control | None]:
    """Run the control app; ``None`` when it cannot run here, so that every criterion with a control is inconclusive.

    ``recorded`` is the control app of an interrupted audit, whose address is taken again.
    """
    with tempfile.TemporaryDirectory(prefix="probant-control-") as name:
        folder = Path(name)
        space = f"https://{HOST}:{free_port()}"
        port, cleartext = _ports(recorded)
        mail = f"{HOST}:{free_port()}"
        with ExitStack() as running:
            try:
                arguments = [*_arguments(folder, space, port, cleartext), "--smtp", mail]
                ready = running.enter_context(started(MODULE, arguments))
            except ConfigurationError:
                yield None
                return
            yield Control(
                manifest=msgspec.structs.replace(
                    _manifest(ready["url"], ready["cleartext_url"], space),
                    mailbox=MailPlace(listen=mail),
                    dns=running.enter_context(name_world()),
                ),
                folder=folder,
                environment={SECRET: "temoin-sans-valeur-1"},
            )


def _ports(recorded: Candidate | None) -> tuple[int, int]:
    if recorded is None:
        return free_port(), free_port()
    host = recorded.hosts[0]
    return int(host.rpartition(":")[2]), recorded.cleartext_ports.get(host, 0) or free_port()


def _arguments(folder: Path, space: str, port: int, cleartext: int) -> list[str]:
    now = dt.datetime.now(dt.UTC)
    expired = self_signed(HOST, not_before=now - dt.timedelta(days=40), not_after=now - dt.timedelta(days=1), key="rsa")
    authority = make_ca("Probant control space")
    served = authority.issue(HOST)
    files = {
        "app.pem": expired.chain_pem,
        "app.key": expired.key_pem,
        "space.pem": served.chain_pem,
        "space.key": served.key_pem,
        "space-ca.pem": authority.pem,
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    with as_file(resources("sample_apps.control").joinpath("recordings")) as recordings:
        shutil.copytree(recordings, folder / "recordings")
    return [
        *("--host", HOST, "--port", str(port), "--cleartext-port", str(cleartext)),
        *("--tls-cert", str(folder / "app.pem"), "--tls-key", str(folder / "app.key")),
        *("--space-issuer", f"{space}/oauth", "--space-ca", str(folder / "space-ca.pem")),
        *("--public-url", f"https://{HOST}:{port}", "--client-id", "control"),
    ]


def _manifest(url: str, cleartext_url: str, space: str) -> Manifest:
    url = url.rstrip("/")
    return Manifest(
        probant=1,
        name="control",
        version="1",
        publisher=Publisher(name="Probant", siren=""),
        profile="lab",
        faces=("web", "space_client"),
        environments={
            "production": Environment(base_url=url, cleartext_port=urlsplit(cleartext_url).port or 80)
        },
        pages={"home": "/", "sign_in": "/connexion"},
        signed_in_pages=("/journal",),
        world=dict.fromkeys((TRACKER, CLOAKED), urlsplit(url).netloc),
        recordings="recordings",
        accounts={
            "a": Account(login="temoin@control.example", password_env=SECRET, canaries={"health": CANARY}),
            "b": Account(login="autre@control.example", password_env=SECRET, canaries={"health": CANARY}),
        },
        journeys={
            "sign_in": (
                Step(
                    path="/connexion",
                    method="POST",
                    form={"email": "${account.login}", "mot_de_passe": "${account.password}"},
                ),
            ),
            "sign_out": (Step(path="/deconnexion", method="POST"),),
            "enter_measure": (
                Step(
                    path="/mesures",
                    method="POST",
                    form=MEASURE,
                ),
            ),
            "calculate_bmi": (
                Step(path="/imc", method="POST", form={"poids": "${measure.weight}", "taille": "${measure.height}"}),
            ),
            "upload": (Step(path="/depots", method="POST", file=FILE),),
            **_rights(),
            "connect_space": (Step(path="/espace-sante/associer"),),
            "share_measure": (Step(path="/espace-sante/partager", method="POST"),),
            "sync_space": (Step(path="/espace-sante/synchroniser", method="POST"),),
            "read_measures": (Step(path="/espace-sante/lire", method="POST"),),
            "disconnect_space": (Step(path="/espace-sante/dissocier", method="POST"),),
        },
        space=Space(
            listen=space,
            client_id="control",
            oid="1.2.250.1.999.2",
            redirect_uris=(f"{url}/espace-sante/retour",),
            scopes=("openid", "offline_access", "patient/Observation.c", "patient/Observation.rs"),
            jwks_uri=f"{url}/.well-known/jwks.json",
            certificate="space.pem",
            key="space.key",
            edition="mes-1.5.2",
            purposes=("prevention",),
        ),
    )


def _rights() -> dict[str, tuple[Step, ...]]:
    """The journeys of people and their data."""
    signed_up = {
        "email": "${account.login}",
        "mot_de_passe": "${account.password}",
        "naissance": "${birth.date}",
        "tout": "on",
    }
    return {
        "sign_up": (Step(path="/inscription"), Step(path="/inscription", method="POST", form=signed_up)),
        "edit_measure": (Step(path="/mesures/corriger", method="POST", form={"note": "${canary.health}"}),),
        "export_data": (Step(path="/export"),),
        "withdraw_consent": (Step(path="/retrait"), Step(path="/retrait", method="POST")),
        "delete_account": (Step(path="/suppression"), Step(path="/suppression", method="POST")),
    }
