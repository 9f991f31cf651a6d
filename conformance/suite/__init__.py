"""The suite: holds any implementation of the space's contract to its clauses, from outside, over HTTP.

    manifest = load_manifest(path, environ)
    checked = check_space(manifest, read_only=False)   # checked.audit is an ``audit.json``

Every clause of ``clauses.yaml`` has one case in ``cases``; every exchange is recorded, without its secrets.
"""
