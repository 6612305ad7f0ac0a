// Small comforts on top of pages that work without script. No state is kept here, nothing is stored in the browser.
"use strict";

const sent = new WeakSet();
const changed = new Set();

// A second click must not send a form twice; the server refuses it too, but the person would see the refusal.
// A form that htmx sends guards its own button (hx-disabled-elt).
document.addEventListener("submit", (event) => {
  const form = event.target;
  changed.delete(form);
  if (form.hasAttribute("hx-post")) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});

// Unsaved text is the most expensive thing on a page: ask before it is lost.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.add(form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// After signing out the back button must not show the page from the browser's memory.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A fault leaves the page as it was, so the text that was typed is still there; say that aloud.
const say = (event) => {
  if (event.target instanceof HTMLFormElement) changed.add(event.target);
  const region = document.getElementById("flash");
  if (region) region.textContent = region.dataset.fault;
};
document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:timeout", say);

// The menu of a phone closes when the choice was made.
document.addEventListener("click", (event) => {
  const menu = event.target.closest("#menu:popover-open");
  if (menu && event.target.closest("a")) menu.hidePopover();
});
