"""What the vendor hands in: ``dossier.yaml`` and its documents."""
