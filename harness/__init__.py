"""Everything that touches the world: manifest, plan, probes, the bundle on disk, the audit, the command line."""
