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

  // Live traffic: rows come as they happen, newest first, up to a bound. Texts stay texts.
  const cell = (part, isFirst) => {
    const box = document.createElement(isFirst ? "th" : "td");
    if (isFirst) box.scope = "row";
    box.className = part.style;
    box.dataset.label = part.label;
    let inner = box;
    const into = (kind) => {
      const node = document.createElement(kind);
      inner.append(node);
      inner = node;
      return node;
    };
    if (!part.text && !part.note) {
      const none = into("span");
      none.className = "nothing";
      none.setAttribute("aria-label", "empty");
      none.textContent = "–";
    }
    if (part.text) {
      // Only addresses of this room, whatever a stream says.
      if (part.href && part.href.startsWith("/") && !part.href.startsWith("//")) into("a").href = part.href;
      if (part.tone) into("span").className = `mark tone-${part.tone}`;
      else if (part.time) into("time").dateTime = part.time;
      inner.append(part.text);
    }
    if (part.note) {
      const note = document.createElement("span");
      note.className = "cell-note";
      note.textContent = part.note;
      box.append(note);
    }
    return box;
  };
  for (const live of document.querySelectorAll("[data-live]")) {
    if (!window.EventSource) break;
    const body = live.querySelector("tbody");
    const state = live.querySelector(".live-state");
    const pause = live.querySelector(".live-pause");
    const most = Number(live.dataset.most);
    let held = [];
    let missed = 0;
    let paused = false;
    const say = (words) => {
      if (state.textContent !== words) state.textContent = words;
    };
    const show = (parts) => {
      const row = document.createElement("tr");
      row.append(...parts.map((part, place) => cell(part, place === 0)));
      body.prepend(row);
      while (body.rows.length > most) body.rows[body.rows.length - 1].remove();
      for (const empty of live.querySelectorAll(".absence")) empty.remove();
    };
    const count = () => (held.length + missed > 0 ? `Paused; ${held.length + missed} more since.` : "Paused.");
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      for (const parts of paused ? [] : held) show(parts);
      [held, missed] = [[], 0];
      say(paused ? count() : "Following.");
    });
    const source = new EventSource(live.dataset.live);
    source.addEventListener("open", () => say(paused ? count() : "Following."));
    source.addEventListener("error", () => say("The connection is lost; trying again."));
    source.addEventListener("full", () => say("Too many pages follow already; trying again later."));
    source.addEventListener("gap", () => {
      if (!paused) say("Lines pass faster than they can be shown; the journal has them all.");
    });
    source.addEventListener("line", (event) => {
      const parts = JSON.parse(event.data);
      if (!paused) return show(parts);
      held.push(parts);
      if (held.length > most) {
        held.shift();
        missed += 1;
      }
      say(count());
    });
    source.addEventListener("totals", (event) => {
      const totals = JSON.parse(event.data);
      for (const figure of document.querySelectorAll("[data-total]")) {
        const name = figure.dataset.total;
        if (name in totals) figure.querySelector(".figure-number").textContent = totals[name];
        if (name === "rate" && totals.rateInWords) figure.querySelector(".figure-detail").textContent = totals.rateInWords;
      }
    });
    window.addEventListener("pagehide", () => source.close());
  }

  // On a phone the menu starts closed.
  if (window.matchMedia("(max-width: 62rem)").matches) {
    for (const menu of document.querySelectorAll("details.menu")) menu.open = false;
  }
})();
