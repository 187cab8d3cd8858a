"""What is sent to the site: how much of it is kept, and whether it is what its name says."""
