"""The documents that are printed or kept: fee grid, membership form, fee call; tagged PDF/UA-1 (ISO 14289-1).

Each is made of data alone by a typst template; the active language decides the words. The same data give the
same bytes.
"""

from .call import fee_call
from .form import membership_form
from .grid import fee_grid

__all__ = ["fee_call", "fee_grid", "membership_form"]
