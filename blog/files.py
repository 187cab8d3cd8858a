"""Files that a roadmap makes of itself."""

from core import page_files


def serve(request, roadmap, name: str, content_type: str, make):
    """The file that `make` gives, at its address in the language being read."""
    return page_files.serve(request, roadmap, roadmap.file_url(name, request), make, content_type)
