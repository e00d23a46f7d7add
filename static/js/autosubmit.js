/* A form marked data-autosubmit sends itself when a choice in it changes. */
document.addEventListener("change", (event) => {
  event.target.closest("form[data-autosubmit]")?.requestSubmit();
});
