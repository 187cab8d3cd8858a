"""The team's side: the list of requests, the page of each one, and its decisions."""
