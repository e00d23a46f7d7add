/* What the palette offers: arrows walk through it, Enter opens what is chosen. The focus stays in the field, which names
   what is chosen (aria-activedescendant). A list that comes anew keeps what one has walked to, and Enter waits for the
   list that answers the words as they are written. */
(() => {
  "use strict";
  const field = () => document.getElementById("palette-q");
  const options = () => [...document.querySelectorAll("#palette [role=option]")];
  const chosen = () => document.querySelector("#palette [aria-selected=true]");
  let answered = null; // the words that the list belongs to; null: none that can be trusted
  let walked = "";
  let waiting = false; // Enter was pressed before the answer was there

  const choose = (option, byHand = false) => {
    if (byHand) walked = option.id;
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    field().setAttribute("aria-activedescendant", option ? option.id : "");
  };
  const enter = () => {
    waiting = false;
    if (chosen()) chosen().click();
    else field().form.requestSubmit(); // nothing here: the search's own page says so
  };

  document.addEventListener("palette", () => {
    [answered, walked, waiting] = [null, "", false];
    choose(options()[0]);
  });
  const answer = (words) => {
    answered = words;
    choose(options().find((option) => option.id === walked) || options()[0]);
    if (waiting && answered === field().value) enter();
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "palette-found") answer(event.detail.requestConfig.parameters.q);
  });
  const fail = (event) => {
    if (event.target !== field()) return;
    document.getElementById("palette-found").replaceChildren();
    answer(field().value);
  };
  for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, fail);
  document.addEventListener("input", (event) => event.target === field() && ([walked, waiting] = ["", false]));
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "palette-q" || event.isComposing) return;
    const list = options();
    const here = list.indexOf(chosen());
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: list.length - 1, PageUp: 0 }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key !== "Enter") return list.length && choose(list.at(to % list.length), true);
    waiting = true;
    if (answered === field().value) enter();
  });
  document.addEventListener("mousemove", (event) => {
    const option = event.target.closest?.("#palette [role=option]");
    if (option && option !== chosen()) choose(option, true);
  });
})();
