"""How long visitors wait for what is published: from the press of the button to each place that shows it.

Run by hand against a demonstration that is being served, on data that may be thrown away:

    DATA_DIR=/tmp/bench uv run manage.py demo --addrport 127.0.0.1:8018
    uv run python -m tests.bench.publishing http://127.0.0.1:8018

Each round fills in the form of a post as *validation* and publishes it over HTTP, then asks for each address
as a visitor until it shows the post. What is printed, in milliseconds since the form was sent: when the admin
had answered, and when each address would have shown the post to a visitor who asked at that moment; of all
rounds, the median and the longest. The posts are put in the trash in the end.
"""

import datetime
import http.cookiejar
import re
import statistics
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ROUNDS = 9
#: What asks for longer than this has failed, in seconds.
PATIENCE = 10
VALIDATION = {"username": "validation", "password": "relire-puis-publier"}
PLACES = (
    "/blog/{slug}/",
    "/blog/",
    "/",
    "/rss/",
    "/atom/",
    "/blog/rss/",
    "/sitemap.xml",
    "/recherche/?q={slug}",
)


class Browser:
    """As much of one as a form needs."""

    def __init__(self, site: str, headers: dict[str, str] | None = None):
        self.site = site
        # Production's cookies are for HTTPS, which ends before the site: `headers` tell it so.
        everywhere = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(everywhere)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.addheaders += (headers or {}).items()

    def get(self, address: str) -> tuple[str, str]:
        """(address in the end, text)"""
        try:
            with self.opener.open(self.site + address) as answer:
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.url, ""

    def post(self, address: str, fields: dict) -> str:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        with self.opener.open(self.site + address, data) as answer:
            return answer.url


def main(site: str) -> None:
    editor, visitor = Browser(site), Browser(site)
    editor.get("/admin/login/")
    editor.post("/admin/login/", VALIDATION | {"next": "/admin/"})
    form = editor.get("/admin/pages/create/blog/postpage")[0].removeprefix(site)
    waits = {"(the admin answers)": []} | {place: [] for place in PLACES}
    published = []
    for number in range(ROUNDS + 1):
        slug = f"mesure{int(time.time() * 1000)}"
        start = time.perf_counter()
        published.append(editor.post(form, post_fields(slug)))
        answered = time.perf_counter() - start
        shown = {place: answered + _until_shown(visitor, place.format(slug=slug), slug) for place in PLACES}
        # The first is for what a process does once.
        if number:
            waits["(the admin answers)"].append(answered)
            for place, wait in shown.items():
                waits[place].append(wait)
    sys.stdout.write(f"{'':28}{'median':>10}{'longest':>10}\n")
    for place, times in waits.items():
        sys.stdout.write(f"{place:28}{statistics.median(times) * 1000:>10.0f}{max(times) * 1000:>10.0f}\n")
    for page in filter(None, (re.search(r"/pages/(\d+)/", url) for url in published)):
        editor.post(f"/admin/pages/{page[1]}/delete/", {})


def post_fields(slug: str) -> dict:
    empty = {
        f"{formset}-{name}": 0
        for formset in ("post_authors", "comments")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        "title": slug,
        "slug": slug,
        "introduction": "Ce que l’on mesure.",
        "date": datetime.date(2016, 1, 11).isoformat(),
        "body-count": 0,
        "action-publish": "on",
        **empty,
    }


def _until_shown(visitor: Browser, address: str, slug: str) -> float:
    """Seconds that a visitor who asks now waits for the post; `TimeoutError` if it never comes."""
    start = time.perf_counter()
    while f"/blog/{slug}/" not in visitor.get(address)[1]:
        if time.perf_counter() - start > PATIENCE:
            raise TimeoutError(address)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
