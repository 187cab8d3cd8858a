// A text field keeps bold, italic, links and lists of what is pasted, from Word and Google Docs too. Of what it
// cannot keep this says so before anything is lost, and offers the screen for whole documents.
import { carry } from "./carried.js";

const template = document.getElementById("pasting-notice");
const HELD = {
  headings: "h1, h2, h3, h4, h5, h6, p.MsoTitle, [role=heading]",
  tables: "table",
  images: "img:not([width='1'])",
  notes: "a[href^='#_ftn'], a[href^='#_edn'], a[href^='#ftnt'], a[href^='#sdfootnote']",
};
let letThrough = false;

// Where a document of this page is brought in; none where the page takes none.
function screen() {
  const link = document.querySelector("a[href*='/bring-document/']");
  if (link) return link.href;
  const parent = location.pathname.match(/\/pages\/add\/\w+\/\w+\/(\d+)\/$/);
  return parent && template.content.firstElementChild.dataset.screen.replace("/0/", `/${parent[1]}/`);
}

function held(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return Object.keys(HELD).filter((name) => page.querySelector(HELD[name]));
}

// Cells side by side would run into one word.
function withoutTables(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const table of [...page.querySelectorAll("table")].reverse()) {
    const lines = [...table.rows].map((row) => {
      const line = page.createElement("p");
      line.textContent = [...row.cells].map((cell) => cell.textContent.trim()).join(" | ");
      return line;
    });
    table.replaceWith(...lines);
  }
  return page.body.innerHTML;
}

function pasteAnyway(editor, html, text) {
  const data = new DataTransfer();
  data.setData("text/html", withoutTables(html));
  data.setData("text/plain", text);
  editor.focus();
  letThrough = true;
  editor.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
  letThrough = false;
}

function offer(editor, address, names, html, text) {
  const field = editor.closest(".Draftail-Editor");
  field.parentElement.querySelector(".pasting-notice")?.remove();
  const notice = template.content.firstElementChild.cloneNode(true);
  for (const word of notice.querySelectorAll("[data-holds]")) {
    word.hidden = !names.includes(word.dataset.holds);
  }
  notice.querySelector("[data-whole]").addEventListener("click", () => {
    carry(html, text);
    location.assign(address);
  });
  notice.querySelector("[data-here]").addEventListener("click", () => {
    notice.remove();
    pasteAnyway(editor, html, text);
  });
  field.after(notice);
  notice.querySelector("[data-whole]").focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
}

window.addEventListener(
  "paste",
  (event) => {
    const editor = event.target.closest?.(".Draftail-Editor [contenteditable=true]");
    const html = event.clipboardData?.getData("text/html");
    if (letThrough || !editor || !html) return;
    const names = held(html);
    const address = names.length ? screen() : null;
    if (!address) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    offer(editor, address, names, html, event.clipboardData.getData("text/plain"));
  },
  true,
);
