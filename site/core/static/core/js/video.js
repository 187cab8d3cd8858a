/* Replaces a film's poster by its player when the reader asks for it; without this, the poster is a plain link.
   A link with `data-seek` leads to a moment of the film: the player of the page goes there instead. */
const load = (frame, address) => {
  const url = new URL(address);
  url.searchParams.set("autoplay", "1");
  frame.src = url;
};

const openPlayer = (poster, address) => {
  const player = document.createElement("iframe");
  player.title = poster.dataset.title;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.referrerPolicy = "strict-origin-when-cross-origin";
  player.dataset.playerFrom = poster.dataset.playerFrom ?? "";
  load(player, address);
  poster.replaceWith(player);
  player.focus();
};

/* The film goes to that second; false where no player of the page can. */
const seek = (seconds) => {
  const file = document.querySelector(".film-player");
  if (file) {
    file.currentTime = seconds;
    file.play().catch(() => {});
    return true;
  }
  const film = document.querySelector("[data-player-from]");
  if (!film?.dataset.playerFrom) return false;
  const address = film.dataset.playerFrom.replace("SECONDS", seconds);
  if (film.matches("iframe")) load(film, address);
  else openPlayer(film, address);
  return true;
};

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  const moment = event.target.closest("a[data-seek]");
  if (moment && seek(Number(moment.dataset.seek))) event.preventDefault();
  const poster = event.target.closest("a[data-player]");
  if (!poster || !poster.dataset.player) return;
  event.preventDefault();
  openPlayer(poster, poster.dataset.player);
});

/* An address that ends in #t=83 is ready to play from there; a third party's player still waits for a click. */
const asked = /^#t=(\d+)$/.exec(location.hash);
const file = document.querySelector(".film-player");
if (asked && file) file.currentTime = Number(asked[1]);
