"""The version of this engine, as recorded in every plan and audit."""

ENGINE = "probant 0.1.0"
USER_AGENT = "Probant/0.1.0 (+conformance audit)"
