/* The search of the top bar: arrows walk through what was found, Esc goes back to the field; Enter there asks for the page. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".wl-top .wl-search");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!form || (!step && event.key !== "Escape")) return;
  const stops = [form.querySelector("input"), ...form.querySelectorAll(".dropdown-item")];
  const here = stops.indexOf(document.activeElement);
  if (step) event.preventDefault();
  if (step) stops[(here + step + stops.length) % stops.length].focus();
  else if (here > 0) stops[0].focus();
});
