"""Seats at events: registering, waiting, withdrawing, and what the team sees of it."""
