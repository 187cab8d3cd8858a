// Leads from a finding to its place in the form: opens the tab and the panels around it, and puts the focus there.
// Wagtail renders the list again each time it saves a draft; where it cannot, the list is asked for here.
{
  const MARK = "#place=";
  const TYPED = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
  const CHOSEN = "button:not([data-panel-toggle])";

  const placeOf = (path) => {
    let found = document.querySelector("form[data-edit-form]");
    const form = found;
    for (const name of path.split(".")) {
      const next = found?.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
      if (!next) break;
      found = next;
    }
    return found === form ? null : found;
  };

  const open = (place) => {
    const tab = place.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
  };

  const lead = (path) => {
    const place = placeOf(path);
    if (!place) return;
    open(place);
    // Where there is little room, the side panel lies over the form.
    const side = document.querySelector(".form-side--open");
    const { left, width } = place.getBoundingClientRect();
    if (side?.getBoundingClientRect().left < left + width / 2) {
      side.querySelector("[data-form-side-close-button]")?.click();
    }
    place.scrollIntoView({ block: "center" });
    (place.querySelector(TYPED) ?? place.querySelector(CHOSEN))?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-content-place]");
    if (!link || link.getAttribute("href").startsWith(MARK) === false) return;
    event.preventDefault();
    lead(link.dataset.contentPlace);
  });

  let asked = 0;
  document.addEventListener("w-autosave:error", async () => {
    const form = document.querySelector("form[data-edit-form]");
    const panel = document.querySelector("[data-side-panel=content-checks]");
    if (!form || !panel) return;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) {
      if (value instanceof File) typed.delete(name);
    }
    const address = new URL(form.action, location.href);
    address.searchParams.set("content-checks", "");
    asked += 1;
    const mine = asked;
    try {
      const response = await fetch(address, { method: "POST", body: typed });
      if (response.ok && !response.redirected && mine === asked) panel.innerHTML = await response.text();
    } catch {
      // Without a network there is nothing to tell; Wagtail says so.
    }
  });

  // Blocks are built once the page is read.
  window.addEventListener("load", () => {
    if (location.hash.startsWith(MARK)) lead(decodeURIComponent(location.hash.slice(MARK.length)));
  });
}
