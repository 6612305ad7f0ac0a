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

// What the server keeps as a draft can be left without asking.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.matches("[name=draft]")) changed.delete(event.target.form);
});

// The server ends each stream after a while and the browser makes it anew by itself: for htmx that would be a fault.
htmx.createEventSource = (address) => {
  const source = new EventSource(address, {withCredentials: true});
  source.addEventListener("error", (event) => {
    if (source.readyState !== EventSource.CLOSED) event.stopImmediatePropagation();
  });
  return source;
};

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

// Printing needs a script; without one the browser's own command does it.
const ready = () => document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
document.addEventListener("DOMContentLoaded", ready);
document.addEventListener("htmx:afterSettle", ready);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Another page came in place without being loaded: say which. Focus stays on the link that asked for it.
document.addEventListener("htmx:afterSettle", (event) => {
  const region = document.getElementById("arrived");
  if (region && event.detail.requestConfig?.verb === "get") region.textContent = document.title;
});

// What had the focus went away with the part that was replaced: go on at the title of what came, or at what is wrong.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "main" || document.activeElement !== document.body) return;
  const place = document.querySelector("#main [autofocus], #main h1");
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
});

// The code of an invitation stands after the # of its link, which browsers send to nobody: it is put in its field
// here, and does not stay in the address.
if (window.location.pathname === "/enrolment" && window.location.hash) {
  const field = document.getElementById("field-code");
  if (field && !field.value) field.value = decodeURIComponent(window.location.hash.slice(1));
  window.history.replaceState(null, "", window.location.pathname);
}

// The small questions above a list close as menus do: by Escape, and by a click beside them.
const choices = () => document.querySelectorAll("details.choice[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const choice of choices()) {
    if (choice.contains(document.activeElement)) choice.querySelector("summary").focus();
    choice.open = false;
  }
});
document.addEventListener("click", (event) => {
  for (const choice of choices()) if (!choice.contains(event.target)) choice.open = false;
});
