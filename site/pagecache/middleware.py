"""What browsers and shared caches are told of answers that say nothing of it themselves."""

from django.conf import settings

from pagecache.keys import is_somebody


class CacheControlMiddleware:
    """Pages may be kept by anybody and are asked about each time; those of somebody, by their browser alone.

    With `CDN_SECONDS`, a shared cache keeps pages that long without asking: it is told to drop them
    (`wagtail.contrib.frontend_cache`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        is_own = (
            request.path.startswith(settings.PAGE_CACHE["PASSED_BY"])
            or request.method not in ("GET", "HEAD")
            or is_somebody(request.META.get("HTTP_COOKIE", ""))
            or response.cookies
        )
        if is_own:
            response["Cache-Control"] = "private, no-cache"
        elif settings.PAGE_CACHE["CDN_SECONDS"] and response.status_code == 200:
            response["Cache-Control"] = f"public, max-age=0, s-maxage={settings.PAGE_CACHE['CDN_SECONDS']}"
        else:
            response["Cache-Control"] = "public, no-cache"
        return response
