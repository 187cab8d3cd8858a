"""A plain Wagtail site, as its documentation teaches to make one; `tests.bench.cold` compares ours to it."""
