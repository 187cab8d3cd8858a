"""A visit of one language of the site, from its front door, along every link."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

#: Words that the interface says in French, and that no English text holds.
FRENCH = re.compile(
    r"\b(Accueil|Adhésion|Adhérer|adhérer|Rechercher|Recherche|Voir|voir|Lire|Télécharger|télécharger"
    r"|Inscription|S’inscrire|Lieu|Territoires?|Publié|publié|Épisodes?|Sommaire|Filtrer|Toutes|Tous"
    r"|[Aa]ucune?|[Ee]ngagements?|Feuilles? de route|Calendrier|Rapports|Livres|À venir|janvier|février|avril"
    r"|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|Prochaine|Suivante?|Précédente?|Auteure?|Éditeur|Langues?|Courriel|Envoyer|[Éé]tape|depuis"
    r"|jusqu’au|avec|dans|pour|sans|cette|votre|nous|vous|est|sont|les|des)\b"
)
#: Addresses that have no language: files, feeds of other hosts, the admin.
WITHOUT_LANGUAGE = ("/media/", "/static/", "/documents/", "/admin/", "/ref/", "/sitemap", "/robots")


class Visit:
    """Visits every address of English that a link leads to; `problems` tells what is not as it should be."""

    def __init__(self, client, *start: str, most=2_000):
        self.client, self.most = client, most
        self.seen: set[str] = set()
        self.problems: list[str] = []
        self._follow(list(start))

    def _follow(self, waiting: list[str]):
        while waiting and len(self.seen) < self.most:
            address = waiting.pop()
            if address in self.seen:
                continue
            self.seen.add(address)
            response = self.client.get(address)
            if response.status_code in (301, 302):
                waiting.append(urljoin(address, response["Location"]))
                continue
            if response.status_code != 200:
                self.problems.append(f"{address}: {response.status_code}")
            elif response["Content-Type"].startswith("text/html"):
                waiting += self._read(address, BeautifulSoup(response.content, "html.parser"))

    def _read(self, address: str, soup: BeautifulSoup) -> list[str]:
        if soup.html["lang"] != "en":
            self.problems.append(f"{address}: lang={soup.html['lang']}")
        links = [self._link(address, link) for link in soup.find_all("a", href=True)]
        for part in soup.select("script, style, .coins, [lang=fr]"):
            part.decompose()
        spoken = [soup.get_text(" ", strip=True)]
        spoken += [
            tag[name]
            for name in ("alt", "title", "aria-label", "placeholder")
            for tag in soup.find_all(attrs={name: True})
        ]
        for text in spoken:
            for word in FRENCH.finditer(text):
                around = text[max(0, word.start() - 40) : word.end() + 40]
                self.problems.append(f"{address}: “{word[0]}” in “{around}”")
        return [link for link in links if link]

    def _link(self, address: str, link) -> str:
        """The address of a link to be followed; empty for one that leads out of English."""
        target = urlsplit(urljoin(f"http://localhost{address}", urldefrag(link["href"])[0]))
        if target.hostname != "localhost" or target.path.startswith(WITHOUT_LANGUAGE):
            return ""
        if not target.path.startswith("/en/"):
            if "fr" not in (link.get("hreflang"), link.get("lang")):
                self.problems.append(f"{address}: {link['href']} leads to French unmarked")
            return ""
        return f"{target.path}?{target.query}" if target.query else target.path
