"""Templates and the style sheet of the HTML report."""
