"""Whole pages at the speed of a file, and never an old one.

The layer (`layer.PageCache`) stands outside Django. What it keeps of a page is what anybody at all would be
given: rendered for a visitor without cookies, language, address or browser, from nothing but the key.

**What is stored.** Answers of 200 to GET, of the kinds in `pages.KINDS` (HTML, feeds, calendars, the
sitemap), that set no cookie and do not say `private` or `no-store`. A page that prints a CSRF token sets a
cookie, so it is not kept.

**Under which key.** Scheme, host, path, and the parameters that the site knows (`PAGE_CACHE["PARAMETERS"]`),
sorted. Those that only tell where a visitor comes from (`utm_source`…) are dropped; any other parameter
passes by (`keys.key_of`).

**Who passes by.** Whoever carries a session or a message, any method but GET and HEAD, ranges, the admin,
files (`keys.key_of` again).

**What drops it.** The *generation*: a name that every process reads before each answer (`generations`), the
target of a symbolic link on one machine, a key in Redis or Valkey on several. Any change to the database that
may show on a page gives it a new name once it is committed (`writes`); so does the start of the application,
and the next moment at which the calendar changes a page (`moments`). No page is dropped by itself: all of
them are at once, since a title stands in menus, lists, feeds and neighbours.

**Why it is never old.** Let a page be rendered. The name of the generation was read *before* the rendering
began, and the page is kept under that name; it is given out only while the generation still has that name. A
change is committed before the name changes. So:

1. a rendering that began after the name changed sees the change;
2. one that began before is kept under the former name, which no name given later equals: nobody is given it
   after the name has changed, whenever it ends and whichever process wrote it;
3. between the commit and the change of name (the same thread does both, one after the other) the former page
   is given out, as it is to whoever asked a millisecond earlier.

A process that is killed between the two leaves the former page until the next change, or until `LIFETIME` has
passed: that is what it is for. Writing the database by other means than Django asks for `manage.py
renew_pages`.

**Several processes.** A page is rendered once for all workers of a machine: they queue at a lock of the file
system, which the kernel frees if its holder dies, and find it on the shelf of the generation (`shelf`),
unless it has parameters. Files come to be under another name and are moved into place: there is no half page.

**Where it stops.** If the name of the generation cannot be read or changed (folder that cannot be written,
full disk, Redis gone), nothing is stored nor given out; that is said once in the log, and once when it is
over. If it cannot be changed on a full disk, the link is removed, which takes no room: no name, no page.

**For a web server.** The same bytes lie as files under the link (`baking`):
`current/<scheme>/<host>/<path>/index.html`, with `.gz`, `.br` and `.zst` beside. As the link is the
generation, they cease to be served at the same instant.
"""
