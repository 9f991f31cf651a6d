"""The audit as pytest items, one a criterion: fail is a failure, inconclusive and review an error, n/a a skip."""
