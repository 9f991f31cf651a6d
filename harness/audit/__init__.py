"""The audit: plan, run every look, seal, judge. Import the modules: judging a bundle must not load the probes."""
