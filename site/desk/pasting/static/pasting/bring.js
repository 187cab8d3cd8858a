// Keeps what the clipboard holds besides words, and sends it as a file: no limit of form fields cuts it.
import { takeCarried } from "./carried.js";

const form = document.querySelector("[data-pasting]");
const words = form.querySelector("[data-pasting-words]");
const html = form.querySelector("[data-pasting-html]");
const status = form.querySelector("[data-pasting-status]");
const reset = form.querySelector("[data-pasting-reset]");

function hold(markup, text) {
  const files = new DataTransfer();
  files.items.add(new File([markup], "pasted.html", { type: "text/html" }));
  html.files = files.files;
  words.value = text.slice(0, words.maxLength > 0 ? words.maxLength : undefined);
  // What is sent is the whole; a change to its words alone would be lost.
  words.readOnly = true;
  reset.hidden = false;
  status.textContent = `${status.dataset.held} ${text.split(/\s+/).filter(Boolean).length}`;
}

words.addEventListener("paste", (event) => {
  const markup = event.clipboardData.getData("text/html");
  if (words.readOnly || !markup) return;
  event.preventDefault();
  hold(markup, event.clipboardData.getData("text/plain"));
});

reset.addEventListener("click", () => {
  html.value = "";
  words.value = "";
  words.readOnly = false;
  reset.hidden = true;
  status.textContent = "";
  words.focus();
});

const carried = takeCarried();
if (carried) hold(carried.html, carried.text);
