/* Searches what is said in a film, and shows what is being said; without this, the transcript is plain text. */

/* Without case or accents, one sign for one: positions stay those of the text. */
const folded = (text) =>
  Array.from(text.split(""), (sign) => sign.normalize("NFD")[0].toLowerCase()[0]).join("")
    .replaceAll("’", "'")
    .replace(/\s/g, " ");

const unmark = (element) => {
  for (const mark of element.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
  element.normalize();
};

/* Marks from one position of the text to another, across the elements that it runs through. */
const markPart = (nodes, from, to) => {
  for (const { node, at } of nodes.toReversed()) {
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, node.data.length);
    if (start >= end) continue;
    const part = node.splitText(start);
    part.splitText(end - start);
    const mark = document.createElement("mark");
    part.replaceWith(mark);
    mark.append(part);
  }
};

const textNodes = (element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let at = 0;
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, at });
    at += walker.currentNode.data.length;
  }
  return nodes;
};

/* Whether the words stand in a passage; every place where they do is marked. */
const find = (passage, words) => {
  const text = passage.querySelector("p");
  unmark(text);
  if (!words) return true;
  const said = folded(text.textContent);
  const places = [];
  for (let at = said.indexOf(words); at >= 0; at = said.indexOf(words, at + words.length)) places.push(at);
  /* From the last to the first: what is cut does not move what comes before it. */
  for (const at of places.toReversed()) markPart(textNodes(text), at, at + words.length);
  return places.length > 0;
};

for (const search of document.querySelectorAll(".transcript-search")) {
  const transcript = search.closest(".transcript");
  const count = search.querySelector(".transcript-count");
  search.hidden = false;
  search.querySelector("input").addEventListener("input", (event) => {
    const words = folded(event.target.value.trim().replace(/\s+/g, " "));
    let number = 0;
    for (const turn of transcript.querySelectorAll(".turn")) {
      let heard = false;
      for (const passage of turn.querySelectorAll(".passage")) {
        passage.hidden = !find(passage, words);
        heard ||= !passage.hidden;
        number += passage.hidden ? 0 : 1;
      }
      turn.hidden = !heard;
    }
    const { none, one, many } = search.dataset;
    count.textContent = !words ? "" : number === 0 ? none : number === 1 ? one : many.replace("{count}", number);
  });
}

/* What a film of ours is saying. */
const film = document.querySelector(".film-player");
const cues = [...document.querySelectorAll(".transcript [data-start]")];
film?.addEventListener("timeupdate", () => {
  for (const cue of cues) {
    const isSaid = film.currentTime >= Number(cue.dataset.start) && film.currentTime < Number(cue.dataset.end);
    cue.classList.toggle("is-said", isSaid);
  }
});
