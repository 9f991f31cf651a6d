"""Candidates to audit, and their faults: apps of invented vendors, which speak HTTP and nothing else of ours."""
