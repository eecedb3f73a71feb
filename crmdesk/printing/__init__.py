"""Records on paper, as PDF."""

ORDERS = ("postal code", "name", "company", "as listed")
"""In which labels can be printed."""
