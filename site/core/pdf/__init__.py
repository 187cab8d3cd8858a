"""Documents that the site makes: printing, and `house`, the typst package that templates import."""
