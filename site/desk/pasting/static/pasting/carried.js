// What was pasted in one screen and is taken up in another, for the time of the way between them.
const KEY = "pasting";

export function carry(html, text) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ html, text }));
    return true;
  } catch {
    // Too long to be kept: it is still in the clipboard.
    return false;
  }
}

export function takeCarried() {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept ? JSON.parse(kept) : null;
}
