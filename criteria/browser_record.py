"""The records of the browser probe (kinds ``browser.*``), as it writes them and as extractors read them.

Every record says in which ``state`` of consent and for whom it was made:

``untouched``      a first visit that clicked nothing
``refused``        after refusing everything, then reloading; ``refused_later``: the next visit (session cookies gone)
``accepted``       after accepting everything, then reloading
``withdrawn``      after accepting, then withdrawing, then reloading
``account``        signed in, by recorded journeys (``browser.journeys``); ``signed_out``: after ``sign_out``

``moment`` is ``visit`` (a page opened), ``asked`` (a page opened again in order to make a choice there), ``choice``
(from the first click on a consent control up to the reload), ``reload`` (from then on), or the name of a journey.
Facts of the same names live in ``criteria/facts/browser``.
"""

from __future__ import annotations

import msgspec

from criteria.http_exchange import Headers

STATES = ("untouched", "refused", "refused_later", "accepted", "withdrawn", "account", "signed_out")


class Placed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where something was seen. ``page`` is the address that was opened (in a journey: the one shown), ``context`` as
    in ``HttpExchange`` (``anonymous``, ``account:a``), ``step`` the number of the journey's step, from 1."""

    page: str = ""
    state: str = "untouched"
    moment: str = "visit"
    context: str = "anonymous"
    journey: str = ""
    step: int = 0


class RequestRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One request of a page (``browser.request``), third parties' and blocked ones included.

    ``type`` is the browser's (``document``, ``script``, ``xhr``, ``fetch``, ``image``, ``ping``, ``websocket`` ...);
    ``initiator`` the address of the script or document that caused it (``""``: not known) and ``initiator_type``
    (``parser``, ``script``, ``preload``, ``other``); ``frame`` the address of the frame's document; ``main`` whether
    it loads the top-level document. ``status`` is 0 with ``error`` when no response came. ``wire_size`` counts the
    encoded body, ``size`` the decoded one (-1: not known). ``cut`` says why the stored body is not whole (``size``,
    ``media`` for what is not text, ``gone``). ``redirected_from`` is the address that redirected here. Blobs:
    ``request_body``, ``response_body``.
    """

    method: str
    url: str
    type: str = ""
    frame: str = ""
    main: bool = False
    initiator: str = ""
    initiator_type: str = ""
    headers: Headers = ()
    status: int = 0
    response_headers: Headers = ()
    wire_size: int = -1
    size: int = -1
    cut: str = ""
    error: str = ""
    redirected_from: str = ""
    by_worker: bool = False


class CookieRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One cookie held at the end of a moment (``browser.cookie``). ``expires`` is Unix time, -1 for a session cookie;
    ``lives`` the seconds left then (-1 likewise). ``setter`` is the address whose response set it, ``""`` when a script
    did; ``domain`` begins with a dot unless the cookie is of the host alone."""

    name: str
    value: str = ""
    domain: str = ""
    path: str = "/"
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    expires: float = -1
    lives: float = -1
    partition: str = ""
    setter: str = ""


class StorageRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One stored thing at the end of a moment (``browser.storage``). ``area`` is ``local``, ``session``, ``indexeddb``
    (key ``database/store/key``) or ``cache`` (key ``cache/url``); ``size`` counts the characters of the whole value,
    ``value`` holds the first 4,096; ``origin`` is that of the frame."""

    area: str
    origin: str
    key: str
    value: str = ""
    size: int = 0


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link as the browser shows it: absolute address, accessible text, and whether anything of it is visible."""

    url: str
    text: str = ""
    visible: bool = True


class PageRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One page as rendered, after scripts ran and the network fell silent (``browser.page``).

    ``ended`` is where the address opened led to; ``status`` that of its document (0: never loaded, and ``error`` says
    why). ``weight`` and ``decoded`` are bytes over all its responses, ``requests`` their number.
    ``settled`` is false when the page still loaded at the deadline. ``tls_verified`` is false where the certificate
    was not to be trusted and was looked behind, as for ``http.exchange``. ``console``: errors and warnings; ``csp``:
    what its own policy blocked. ``start`` names a declared page (``home``, ``sign_up``, ``sign_in``; empty: a link led
    there). Blobs: ``html`` (final DOM), ``text`` (what is visible). ``cut``: one of them is not whole.
    """

    ended: str = ""
    status: int = 0
    title: str = ""
    lang: str = ""
    start: str = ""
    links: tuple[LinkRecord, ...] = ()
    frames: tuple[str, ...] = ()
    weight: int = 0
    decoded: int = 0
    requests: int = 0
    settled: bool = True
    tls_verified: bool = True
    console: tuple[str, ...] = ()
    csp: tuple[str, ...] = ()
    error: str = ""
    cut: str = ""


class FieldRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A control of a form as rendered. ``default`` is the value that it comes with (never of passwords or hidden
    fields); ``label`` its accessible name; ``options`` those of a list."""

    name: str = ""
    type: str = "text"
    label: str = ""
    required: bool = False
    checked: bool = False
    default: str = ""
    autocomplete: str = ""
    visible: bool = True
    options: tuple[str, ...] = ()


class FormRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One form as rendered (``browser.form``); controls outside of any form are one record with ``action`` empty.
    ``submits`` are the names of its buttons, ``text`` what shows in it (2,000 characters)."""

    action: str = ""
    method: str = "GET"
    fields: tuple[FieldRecord, ...] = ()
    submits: tuple[str, ...] = ()
    text: str = ""


class BannerControl(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One control of a consent interface. ``kind`` is ``accept``, ``refuse``, ``manage``, ``save``, ``close``,
    ``choice`` (a box to tick: see ``checked``) or ``other``, by its words (``confidence`` 0 to 1). ``layer`` is 1 on
    the first screen, 2 after ``manage``; ``clicks`` how many clicks from the first screen complete it. Sizes are CSS
    pixels, ``contrast`` the ratio of text to background (0: not measurable), ``order`` the place in reading order."""

    text: str
    kind: str
    confidence: float = 1.0
    layer: int = 1
    clicks: int = 1
    order: int = 0
    tag: str = ""
    visible: bool = True
    width: float = 0
    height: float = 0
    font_size: float = 0
    font_weight: int = 400
    contrast: float = 0
    color: str = ""
    background: str = ""
    checked: bool = False
    disabled: bool = False


class BannerRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A consent interface, or that none was found (``present`` false) on a page (``browser.banner``).

    ``confidence`` 0 to 1 says how sure the words make it; ``covers`` the share of the viewport (0 to 1); ``modal``
    whether it keeps the page from being used; ``text`` what it says (4,000 characters).
    """

    present: bool = False
    confidence: float = 0.0
    layer: int = 1
    text: str = ""
    covers: float = 0.0
    modal: bool = False
    controls: tuple[BannerControl, ...] = ()


class ChoiceRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A try at a choice (``browser.choice``): ``wanted`` is ``refuse``, ``accept`` or ``withdraw``; ``outcome`` is
    ``done``, ``no_banner`` (nothing asks), ``no_control`` (no way to it was recognised) or ``broken`` (a click did
    nothing); ``clicks`` counts them and ``path`` names the controls clicked, in order. ``closed``: the interface was
    gone afterwards."""

    wanted: str
    outcome: str
    clicks: int = 0
    path: tuple[str, ...] = ()
    closed: bool = False
    detail: str = ""


class AxeNode(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One element that a rule of axe-core found: its selector, its markup (300 characters) and what to mend."""

    target: str
    html: str = ""
    summary: str = ""


class AxeRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule of axe-core on one page. ``count`` elements, ``nodes`` the first ten of them."""

    id: str
    impact: str = ""
    help: str = ""
    tags: tuple[str, ...] = ()
    count: int = 0
    nodes: tuple[AxeNode, ...] = ()


class AxeRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """What axe-core says of one page (``browser.axe``); ``passes`` are the rules that found only sound elements,
    ``incomplete`` those that a person must decide."""

    version: str
    violations: tuple[AxeRule, ...] = ()
    incomplete: tuple[AxeRule, ...] = ()
    passes: tuple[str, ...] = ()


class KeyboardRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A walk through one page by Tab (``browser.keyboard``): keys pressed, elements reached, and how it ``ended``:
    ``round`` (back at the first), ``left`` (the focus left the page), ``bound``, or ``trapped`` at ``trap``, where
    neither Tab nor Shift+Tab nor Escape lead on."""

    tabs: int = 0
    reached: int = 0
    ended: str = "bound"
    trap: str = ""


class ScreenshotRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A picture of the viewport (``browser.screenshot``, blob ``png``); password and code fields are masked."""

    width: int
    height: int
    what: str = "page"


class FingerprintRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """Calls by which a script reads what tells one machine from another (``browser.fingerprint``): ``api`` is
    ``canvas``, ``webgl``, ``audio``, ``webdriver``, ``fonts`` ...; ``script`` the caller's address."""

    api: str
    count: int = 1
    script: str = ""


class BrokenStepRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """A step of a recording that could not be taken (``browser.broken_step``, blob ``png``): what was to be done, the
    selectors tried, and the elements most like them with selectors that would work."""

    type: str
    tried: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    why: str = ""


class JourneyRecord(Placed, frozen=True, kw_only=True, omit_defaults=True):
    """One recorded journey as replayed (``browser.journey``): ``outcome`` is ``done`` or ``broken`` (at ``step``);
    ``canaries`` names those that it typed."""

    outcome: str
    steps: int = 0
    canaries: tuple[str, ...] = ()


class VisitsRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of ``browser.visits`` (``browser.visits_summary``): pages opened by state, declared pages reached, and
    the bounds that were met (``pages``, ``requests``, ``bytes``, ``time``; empty: none)."""

    browser: str = ""
    pages: dict[str, int] = {}
    reached: dict[str, bool] = {}
    bounds: tuple[str, ...] = ()
    tls_verified: bool = True
