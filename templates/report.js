"use strict";

// The filters: each item is shown if it, or an edit in it, is what is asked for.
const form = document.getElementById("find");
const parts = [...document.querySelectorAll("[data-part]")];
const items = [...document.querySelectorAll("[data-item]")];
const texts = new Map();

/** The text of an item in small letters, read once. */
function textOf(item) {
  if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
  return texts.get(item);
}

function filter() {
  const wanted = new FormData(form);
  const [rule, band] = [wanted.get("rule"), wanted.get("band")];
  const [site, text] = [wanted.get("site").trim().toLowerCase(), wanted.get("text").toLowerCase()];
  const isWanted = (edit) =>
    (!rule || edit.dataset.rules.includes(` ${rule} `)) && (!band || edit.dataset.bands.includes(` ${band} `));
  for (const item of items) {
    const edits = item.matches("[data-rules]") ? [item] : [...item.querySelectorAll("[data-rules]")];
    for (const edit of edits) edit.classList.toggle("dim", edit !== item && !isWanted(edit));
    item.hidden = !(
      (!(rule || band) || edits.some(isWanted)) &&
      (!site || item.dataset.sites.toLowerCase().includes(site)) &&
      (!text || textOf(item).includes(text))
    );
  }
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-item]:not([hidden])");
  }
  const counts = parts.map((part) => {
    const all = part.querySelectorAll("[data-item]").length;
    const shown = part.querySelectorAll("[data-item]:not([hidden])").length;
    return `${shown} of ${all} ${part.dataset.part}`;
  });
  document.getElementById("shown").textContent = `Shown: ${counts.join(", ")}.`;
}

form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
filter();

// Why an edit was made: beside it, while it is pointed at or has the focus.
const tip = document.getElementById("tip");
let pointed = null;

function show(edit) {
  const note = edit && document.getElementById(edit.getAttribute("aria-describedby"));
  tip.hidden = !note;
  if (!note) return;
  tip.textContent = note.textContent;
  // Measured where all the width is to be had.
  tip.style.left = tip.style.top = "0px";
  const [place, size] = [edit.getBoundingClientRect(), tip.getBoundingClientRect()];
  const width = document.documentElement.clientWidth;
  const below = place.bottom + size.height + 8 < window.innerHeight;
  tip.style.left = `${Math.max(4, Math.min(place.left, width - size.width - 4))}px`;
  tip.style.top = `${Math.max(4, below ? place.bottom + 4 : place.top - size.height - 4)}px`;
}

const editAt = (target) => (target instanceof Element ? target.closest("[aria-describedby]") : null);
const focused = () => editAt(document.activeElement);
document.addEventListener("pointerover", (event) => {
  const edit = editAt(event.target);
  if (edit !== pointed) show((pointed = edit) || focused());
});
document.addEventListener("focusin", (event) => show(editAt(event.target)));
document.addEventListener("focusout", () => show(pointed));
document.addEventListener("keydown", (event) => event.key === "Escape" && show(null));
document.addEventListener("scroll", () => show(focused() || pointed), { capture: true, passive: true });
