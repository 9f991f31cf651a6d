"""Side by side: Probant and the tools that one would otherwise run, at one running sample, with the same faults."""
