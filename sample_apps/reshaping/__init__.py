"""Another vendor's hand: the pages of a sample app as somebody else would have made and worded them.

What a page says stays; how it says it changes with a seed: labels, names of classes and identifiers, dates, quoting,
white space, wrappers, tables or lists, the order of independent blocks. It stands before an app as a front (``front``),
and rewrites what a vendor hands in beside it (``folder``), so that an audit of both must end in the same verdicts.
It knows no check, and its words were chosen without looking at any list of a check.
"""
