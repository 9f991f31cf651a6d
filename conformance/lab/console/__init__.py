"""The lab console: a local page on which a vendor plays the scenarios of the lab and follows each exchange."""
