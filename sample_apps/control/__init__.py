"""The control app: one tiny process with every flaw at once, so that each look has something that it must see.

An instrument that finds nothing wrong here today would find nothing wrong anywhere; what it says of a candidate then
proves nothing. Never serve it to anyone: it accepts TLS 1.0, any password and any callback.

    python -m sample_apps.control --tls-cert F --tls-key F --cleartext-port 0
        [--space-issuer URL --space-ca FILE --public-url URL --client-id ID]
"""
