"use strict";
// Comfort only: every page works without this file.
(() => {
  // A slash puts the cursor into the search box, as in many tools.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.getElementById("find");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // A choice in a filter applies at once.
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) form.requestSubmit();
    });
  }

  // Fields left empty stay out of the address, so that it stays short enough to share.
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) {
        if (field.name && field.value === "") field.disabled = true;
      }
    });
  }
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("input:disabled, select:disabled")) field.disabled = false;
  });

  // A link to the view as it stands.
  for (const list of document.querySelectorAll(".actions")) {
    if (!navigator.clipboard) break;
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link";
    button.textContent = "Copy link";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    });
    item.append(button);
    list.append(item);
  }

  // On a phone the menu starts closed.
  if (window.matchMedia("(max-width: 62rem)").matches) {
    for (const menu of document.querySelectorAll("details.menu")) menu.open = false;
  }
})();
