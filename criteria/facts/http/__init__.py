"""Facts of HTTP: exchanges, cookies, policies, transport security, crawls."""

from criteria.facts.http.cookie import SetCookie, parse_set_cookie
from criteria.facts.http.crawl import Crawl, Unreached, click_distances
from criteria.facts.http.csp import Csp
from criteria.facts.http.csp_policy import Policy, parse_policies
from criteria.facts.http.exchange import Exchange, header_csp, read_exchange
from criteria.facts.http.form_result import FormResult
from criteria.facts.http.hsts import YEAR, Hsts, parse_hsts

__all__ = [
    "YEAR",
    "Crawl",
    "Csp",
    "Exchange",
    "FormResult",
    "Hsts",
    "Policy",
    "SetCookie",
    "Unreached",
    "click_distances",
    "header_csp",
    "parse_hsts",
    "parse_policies",
    "parse_set_cookie",
    "read_exchange",
]
