/* Replaces a film's poster by its player when the reader asks for it; without this, the poster is a plain link. */
document.addEventListener("click", (event) => {
  const poster = event.target.closest("a[data-player]");
  if (!poster || !poster.dataset.player || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  const address = new URL(poster.dataset.player);
  address.searchParams.set("autoplay", "1");
  player.src = address;
  player.title = poster.dataset.title;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin-when-cross-origin";
  poster.replaceWith(player);
  player.focus();
});
