"""Reports tell and never decide: every one is rendered from an audit. Signing and checking of what was told."""
