/* A strip of links that scrolls sideways begins where one is. */
document.addEventListener("DOMContentLoaded", () => {
  for (const strip of document.querySelectorAll(".wl-subnav, .wl-views, .wl-roles")) {
    strip.querySelector("[aria-current], [aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }
});
