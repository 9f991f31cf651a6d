"""Pairing with the health space: OpenID Connect code flow with PKCE, then measures over FHIR.

References: RFC 6749, RFC 7636 (PKCE), RFC 7523 (private_key_jwt), RFC 9207 (iss), OpenID Connect Core 1.0.
"""
