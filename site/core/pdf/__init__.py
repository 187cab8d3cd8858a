"""Documents that the site makes: how they are printed, and `house`, the typst package that templates import."""
