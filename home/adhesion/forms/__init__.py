from .application import ApplicationForm
from .decisions import ClosingForm, ConfirmationForm, ReasonForm

__all__ = ["ApplicationForm", "ClosingForm", "ConfirmationForm", "ReasonForm"]
