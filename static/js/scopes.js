/* The rights matrix: a cell shows its choice by glyph, colour and word, and is marked while it is not saved. */
document.addEventListener("change", (event) => {
  const cell = event.target.closest(".wl-scope");
  if (!cell) return;
  const chosen = event.target.selectedOptions[0];
  cell.dataset.scope = chosen.value;
  cell.querySelector("use").setAttribute("href", `#scope-${chosen.value}`);
  cell.querySelector("span").textContent = chosen.textContent;
  cell.classList.toggle("wl-scope-changed", !chosen.defaultSelected);
});
