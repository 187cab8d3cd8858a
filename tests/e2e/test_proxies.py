"""nginx and Caddy, configured as `site/pagecache/proxies` says, in front of the site."""

import contextlib
import gzip
import os
import re
import shutil
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, free_port

PROXIES = ROOT / "site/pagecache/proxies"
#: What each answer has of its own, and how it comes about.
OWN = {"date", "server", "etag", "cache-status", "content-length", "connection", "accept-ranges", "vary"}
# Development, which the site runs in here, does not ask for TLS.
OWN |= {"strict-transport-security", "content-encoding", "transfer-encoding", "alt-svc"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of one's own for localhost: (it, its key)."""
    folder = tmp_path_factory.mktemp("tls")
    pair = folder / "site.pem", folder / "site.key"
    subprocess.run(
        [
            *[
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ],
            *("-out", pair[0], "-keyout", pair[1]),
        ],
        check=True,
        capture_output=True,
    )
    return pair


def nginx(folder: Path, port: int, data: str, backend: str, certificate) -> list[str]:
    text = (PROXIES / "nginx.conf").read_text()
    for written, here in (
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("www.example.org;", "localhost;"),
        ("/etc/ssl/www.example.org.pem", str(certificate[0])),
        ("/etc/ssl/www.example.org.key", str(certificate[1])),
        ("/srv/la27eregion", data),
        ("127.0.0.1:8000", backend),
    ):
        assert written in text
        text = text.replace(written, here)
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy"))
    frame = (
        f"user root; pid {folder}/pid; error_log {folder}/log;"
        f"events {{}} http {{ access_log off; {temporary} {text} }}"
    )
    (folder / "nginx.conf").write_text(frame if os.getuid() == 0 else frame.removeprefix("user root;"))
    return ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def caddy(folder: Path, port: int, data: str, backend: str, certificate) -> list[str]:
    text = (PROXIES / "Caddyfile").read_text()
    for written, here in (
        ("www.example.org {", f"https://localhost:{port} {{\n\ttls {certificate[0]} {certificate[1]}"),
        ("/srv/la27eregion", data),
        ("127.0.0.1:8000", backend),
    ):
        assert written in text
        text = text.replace(written, here)
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"
    (folder / "Caddyfile").write_text(options + text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=lambda server: server.__name__)
def proxy(request, kept, certificate, tmp_path_factory):
    """Asks through that web server: `get(path, **headers)` gives (status, headers, body)."""
    if shutil.which(request.param.__name__) is None:
        missing = f"No {request.param.__name__} on this machine."
        if os.environ.get("REQUIRE_E2E") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    address, environment = kept
    folder, port = tmp_path_factory.mktemp(request.param.__name__), free_port()
    command = request.param(
        folder, port, environment["DATA_DIR"], address.removeprefix("http://"), certificate
    )
    trusting = ssl.create_default_context(cafile=certificate[0])
    trusting.check_hostname = False

    def get(path, method="GET", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(f"https://localhost:{port}{path}", headers=names, method=method)
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), Unfollowed())
        try:
            with opener.open(asked, timeout=15) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment) as server,
    ):
        try:
            until(lambda: answers(get), folder / "said")
            yield get
        finally:
            server.terminate()


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def answers(get) -> bool:
    with contextlib.suppress(OSError):
        return get("/robots.txt")[0] == 200
    return False


def until(happens, log: Path | None = None) -> None:
    patience = threading.Event()
    for _attempt in range(150):
        if happens():
            return
        patience.wait(0.1)
    pytest.fail(log.read_text() if log else "It does not happen.")


def is_baked(headers) -> bool:
    """The site says where its answers come from; files say nothing."""
    return "Cache-Status" not in headers


def told(headers) -> dict[str, set[str]]:
    found = {}
    for name, value in headers.items():
        if name.lower() not in OWN:
            found[name.lower()] = {part.strip() for part in re.split("[,;]", value)}
    return found


@pytest.mark.parametrize("path", ["/", "/en/", "/blog/"])
def test_a_baked_page_is_what_the_site_gives_and_says_the_same(proxy, path):
    _status, said_by_site, given_by_site = proxy(path + "?utm_source=a")
    assert not is_baked(said_by_site)
    until(lambda: is_baked(proxy(path)[1]))
    status, headers, body = proxy(path)
    assert (status, body) == (200, given_by_site)
    assert told(headers) == told(said_by_site)
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "Last-Modified" not in headers
    vary = {part.strip().lower() for line in headers.get_all("Vary") for part in line.split(",")}
    assert vary == {"accept-encoding", "cookie"}

    compressed = proxy(path, Accept_Encoding="gzip")
    assert compressed[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed[2]) == body
    etag = compressed[1]["ETag"]
    assert proxy(path, Accept_Encoding="gzip", If_None_Match=etag)[0] == 304
    assert proxy(path, method="HEAD")[2] == b""


@pytest.mark.parametrize(
    "headers",
    [{"Cookie": "sessionid=abc"}, {"Cookie": "a=b; messages=abc"}, {"Range": "bytes=0-9"}],
    ids=["session", "message", "range"],
)
def test_somebody_is_answered_by_the_site(proxy, headers):
    proxy("/")
    until(lambda: is_baked(proxy("/")[1]))
    assert not is_baked(proxy("/", **headers)[1])


def test_what_is_not_baked_is_answered_by_the_site(proxy):
    assert proxy("/blog")[0] == 301
    assert proxy("/nulle-part/")[0] == 404
    assert proxy("/recherche/?q=guichet")[0] == 200
    assert proxy("/admin/login/")[0] == 200
    assert proxy("/../../../etc/passwd/")[0] in (400, 404)
    assert proxy("/current/https/localhost/index.html")[0] == 404


def test_a_change_is_seen_at_once(proxy, lay):
    proxy("/blog/")
    until(lambda: is_baked(proxy("/blog/")[1]))
    lay(
        "from blog.models import PostPage; page = PostPage.objects.live().order_by('pk').first(); "
        "page.title = 'Au travers du serveur'; page.save_revision().publish()"
    )
    for _time in range(20):
        assert "Au travers du serveur" in proxy("/blog/")[2].decode()
    until(lambda: is_baked(proxy("/blog/")[1]))
    assert "Au travers du serveur" in proxy("/blog/")[2].decode()
