"""What a page costs that nothing keeps, beside the same article on a plain Wagtail site.

Run by hand; 10⁵ pages take some minutes to lay, the first time:

    uv run python -m tests.bench.cold
    uv run python -m tests.bench.cold --pages 100 --rounds 30 --folder /tmp/bench

Two sites are laid under `--folder` (which may be kept for the next time; a temporary one otherwise): ours, in
its production settings without the page cache, and `tests.bench.plain`. Both hold an article of about 2 500
words with three pictures, a quote and links to ten pages, and so many other articles beside it. Each runs in
a process of its own and renders the article for a visitor without a cookie, over WSGI, in turn with the
other: figures drift with the machine, and their ratio does not. Printed: the median of the CPU time of a
rendering, its queries, and our time over theirs.
"""

import argparse
import datetime
import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (100, 100_000)
ROUNDS = 40
#: Renderings in a row: the first one after the other process ran finds the caches of the processor cold.
IN_A_ROW = 5
WARMED_UP = 15
MOST_AT_ONCE = 2_000

SETTINGS = {"ours": "config.settings.production", "plain": "tests.bench.plain.settings"}
ENVIRONMENT = {
    "SECRET_KEY": "for a measure only, and long enough for Django not to warn of it",
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "http://localhost",
    "PAGE_CACHE": "0",
}

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2016, 1, 4)
SLUG = "trois-semaines"
TITLE = "Trois semaines à la mairie : ce qu’on y a essayé"
INTRODUCTION = "Une équipe s’installe sur place et essaie avec les agents. Voici ce qu’elle en a retenu."
QUOTE = "On apprend plus en une matinée au guichet que dans trois rapports : il suffit d’y être."
VOCABULARY = """
l’accueil la mairie les agents un guichet des habitants cette semaine le service public nos essais quelques
règles d’abord ensuite souvent parfois ici avec sans contre pendant autour raconte essaie dessine installe
compare écoute retient propose discute range une maquette des affiches le registre un formulaire la file
l’attente les horaires une journée trois rendez-vous personne chacun plusieurs voisins qu’on voit qui reste
"""
SECTIONS, WORDS_A_PARAGRAPH, LINKS, PICTURES = 12, 100, 10, 3


def article(linked: list[int], pictures: list) -> list[tuple]:
    """The article, block by block, the same each time it is asked; `linked` are pages."""
    chance = random.Random(27)
    links = iter(linked)
    pieces = []
    for section in range(SECTIONS):
        pieces.append(("heading", f"Ce que dit la partie {section + 1} : « {_sentence(chance, 3)} »"))
        link = next(links, None)
        around = f' <a linktype="page" id="{link}">{_sentence(chance, 3)}</a> :' if link else ""
        paragraphs = [_paragraph(chance), f"{_paragraph(chance)}{around} <b>{_sentence(chance, 6)}</b>."]
        pieces.append(("paragraph", "".join(f"<p>{text}</p>" for text in paragraphs)))
        if pictures and section % 4 == 1:
            pieces.append(("image", pictures[section // 4]))
    pieces.append(("quote", QUOTE))
    return pieces


def _paragraph(chance) -> str:
    sentences = (_sentence(chance, 12).capitalize() for _ in range(WORDS_A_PARAGRAPH // 12))
    return " ".join(sentence + chance.choice([".", " !", " ?", "."]) for sentence in sentences)


def _sentence(chance, length: int) -> str:
    return " ".join(chance.choices(VOCABULARY.split(), k=length))


def picture(number: int):
    """A photograph, as a file."""
    from django.core.files.base import ContentFile
    from PIL import Image

    drawn = Image.radial_gradient("L").resize((1600, 1000)).convert("RGB")
    file = io.BytesIO()
    drawn.rotate(number * 30).save(file, "JPEG")
    return ContentFile(file.getvalue(), name=f"photo-{number}.jpg")


class Ours:
    """The site of this repository: a home page, its navigation, a blog."""

    def lay(self):
        from wagtail.models import Locale, Page, Site

        from core.models import Navigation
        from tests import factories as make

        root = Page.objects.get(depth=1)
        root.get_children().delete()
        root.refresh_from_db()
        french = Locale.objects.get(language_code="fr")
        home = make.HomePageFactory(parent=root, locale=french)
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        blog = make.BlogIndexPageFactory(parent=home, slug="articles")
        pages = [blog, *(make.ContentPageFactory(parent=home) for _ in range(4))]
        links = [{"page": page.pk, "url": "", "label": ""} for page in pages]
        items = [{"type": "item", "value": link} for link in links[:3]]
        Navigation.objects.create(
            locale=french,
            header=[{"type": "link", "value": link} for link in links],
            join=[{"type": "link", "value": links[0] | {"label": "Adhérer"}}],
            footer=[
                {"type": "column", "value": {"title": title, "links": items}} for title in ("Ici", "Ailleurs")
            ],
        )
        lay_articles(lambda pieces, **fields: self._post(blog, pieces, **fields))

    def _post(self, blog, pieces, **fields):
        from tests.factories import PostPageFactory

        stored = {
            "heading": lambda text: {"text": text, "level": "2"},
            "paragraph": lambda html: html,
            "quote": lambda text: {"text": text, "attribution": "", "source_url": ""},
            "image": lambda image: {"image": image, "caption": ""},
        }
        body = [(kind, stored[kind](value)) for kind, value in pieces]
        return PostPageFactory(parent=blog, introduction=INTRODUCTION, body=body, date=DAY, **fields)

    def other(self) -> tuple:
        from blog.models import PostPage

        return PostPage, {"introduction": INTRODUCTION, "body": [("paragraph", f"<p>{INTRODUCTION}</p>")]}


class Plain:
    """What the documentation of Wagtail teaches: pages of one type, those of the menu among them."""

    def lay(self):
        from wagtail.models import Site

        home = Site.objects.get().root_page
        articles, *_others = [
            self._article(home, [], title=f"Page {slug}", slug=slug, show_in_menus=True)
            for slug in ("articles", "b", "c", "d", "e")
        ]
        lay_articles(lambda pieces, **fields: self._article(articles, pieces, **fields))

    def _article(self, parent, pieces, **fields):
        from tests.bench.plain.models import ArticlePage

        page = ArticlePage(intro=f"<p>{INTRODUCTION}</p>", body=pieces, date=DAY, **fields)
        return parent.add_child(instance=page)

    def other(self) -> tuple:
        from tests.bench.plain.models import ArticlePage

        body = [("paragraph", f"<p>{INTRODUCTION}</p>")]
        return ArticlePage, {"intro": f"<p>{INTRODUCTION}</p>", "body": body}


SUBJECTS = {"ours": Ours, "plain": Plain}


def lay_articles(make) -> None:
    """The article, and those that it links to, made by `make(pieces, title=, slug=)`."""
    from wagtail.images import get_image_model

    pictures = []
    for number in range(PICTURES):
        image = get_image_model().objects.create(title=f"Photo {number}", file=picture(number))
        # What our blocks keep of a picture besides.
        image.contextual_alt_text, image.decorative = image.title, False
        pictures.append(image)
    linked = [
        make(article([], []), title=f"Billet lié {number}", slug=f"lie-{number}") for number in range(LINKS)
    ]
    make(article([page.pk for page in linked], pictures), title=TITLE, slug=SLUG)


def fill(site, wanted: int) -> None:
    """Lays articles beside the one that is read, without what saves each costs, until there are so many."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from wagtail.models import Page

    parent = Page.objects.get(slug="articles")
    model, fields = site.other()
    content_type = ContentType.objects.get_for_model(model)
    there = parent.get_children().count()
    for first in range(there, wanted, MOST_AT_ONCE):
        numbers = range(first, min(first + MOST_AT_ONCE, wanted))
        pages = [
            Page(
                title=f"Billet {number}",
                slug=f"billet-{number}",
                path=Page._get_path(parent.path, parent.depth + 1, number + 1),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}billet-{number}/",
                content_type=content_type,
                locale_id=parent.locale_id,
            )
            for number in numbers
        ]
        with transaction.atomic():
            Page.objects.bulk_create(pages)
            own = [
                # Years of them, before and after the one that is read.
                model(page_ptr=page, date=DAY + datetime.timedelta(days=number % 7001 - 3500), **fields)
                for number, page in zip(numbers, pages, strict=True)
            ]
            # `bulk_create` refuses types that have a parent: their own rows follow it.
            columns = model._meta.local_concrete_fields
            size = connection.ops.bulk_batch_size(columns, own)
            for start in range(0, len(own), size):
                model._base_manager._insert(own[start : start + size], fields=columns, using="default")
    Page.objects.filter(pk=parent.pk).update(numchild=max(there, wanted))


def visit() -> float:
    """Renders the article once, as the server does; seconds of CPU."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/articles/{SLUG}/",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_LANGUAGE": "fr",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    answers = []
    start = time.process_time()
    response = application(environ, lambda status, headers, exc_info=None: answers.append(status))
    body = b"".join(response)
    response.close()
    spent = time.process_time() - start
    if answers != ["200 OK"] or b"</html>" not in body:
        raise RuntimeError(f"{answers}: {len(body)} bytes")
    return spent


def count_queries() -> int:
    from django.db import connection

    queries = []

    def counter(execute, sql, *args):
        queries.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(counter):
        visit()
    return len(queries)


def answer(name: str) -> None:
    """One subject: does what is asked on standard input, line by line."""
    global application

    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    site = SUBJECTS[name]()
    laid = Path(os.environ["DATA_DIR"], "laid")
    if not laid.exists():
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        site.lay()
        laid.touch()
    application = get_wsgi_application()
    for line in sys.stdin:
        asked, number = line.split()
        match asked:
            case "fill":
                fill(site, int(number))
                said = ""
            case "visit":
                said = " ".join(f"{visit():.6f}" for _ in range(int(number)))
            case "queries":
                said = count_queries()
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()


class Subject:
    """A site in a process of its own."""

    def __init__(self, name: str, folder: Path):
        data = folder / name
        data.mkdir(parents=True, exist_ok=True)
        paths = os.pathsep.join([str(ROOT), str(ROOT / "site"), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.cold", "--subject", name],
            env=os.environ
            | ENVIRONMENT
            | {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS[name], "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str, number: int = 1) -> list[float]:
        self.process.stdin.write(f"{what} {number}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} stopped.")
        return [float(part) for part in line.split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--subject", choices=SUBJECTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.subject:
        answer(options.subject)
        return
    with tempfile.TemporaryDirectory() as temporary:
        compare(options.folder or Path(temporary), sorted(options.pages), options.rounds)


def compare(folder: Path, sizes: list[int], rounds: int) -> None:
    subjects = {name: Subject(name, folder) for name in SUBJECTS}
    sys.stdout.write(f"{'pages':>9}{'':8}{'CPU ms':>8}{'queries':>9}{'ours / plain':>14}\n")
    for size in sizes:
        for subject in subjects.values():
            subject.ask("fill", size)
            subject.ask("visit", WARMED_UP)
        times = {name: [] for name in subjects}
        for _round in range(rounds):
            for name, subject in subjects.items():
                times[name] += subject.ask("visit", IN_A_ROW)
        medians = {name: statistics.median(found) * 1000 for name, found in times.items()}
        for name, subject in subjects.items():
            ratio = f"{medians['ours'] / medians['plain']:14.2f}" if name == "ours" else ""
            queries = subject.ask("queries")[0]
            sys.stdout.write(f"{size:>9,}  {name:6}{medians[name]:>8.1f}{queries:>9.0f}{ratio}\n")
    for subject in subjects.values():
        subject.process.stdin.close()
        subject.process.wait()


if __name__ == "__main__":
    main()
