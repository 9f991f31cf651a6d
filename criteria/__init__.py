"""The 70 criteria, the facts that decide them, and the vocabulary of an audit. Pure: nothing here does I/O.

The only reads are of this package's own data files (the catalogue, the messages, the decision rule).
"""
