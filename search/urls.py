from django.urls import path
from django.utils.translation import gettext_lazy as _

from search.views import results

urlpatterns = [path(_("search/"), results, name="search")]
