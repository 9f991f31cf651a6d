"""How fast is the space? ``python -m tests.bench_space``: beside a bare endpoint of the same framework, in one run."""
