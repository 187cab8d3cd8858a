"""The team's side in Wagtail's admin: who comes, who waits, what is done about it."""
