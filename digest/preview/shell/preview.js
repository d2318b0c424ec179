// Follows what is edited: the server rings, the page is asked for anew, and only what differs is exchanged, in its place.
"use strict";

let asked = 0;

// A frame keeps the place that was read; the new one takes over once it is there, so that nothing flashes. Until then it
// is no frame of the page's: a change that comes meanwhile compares with what is read, and sends another in its place.
const coming = new WeakMap();
function follow(frame, next) {
  const src = next.getAttribute("src"), late = coming.get(frame);
  if (late?.getAttribute("src") === src) return;
  late?.remove();
  coming.delete(frame);
  if (frame.getAttribute("src") === src) return;
  const fresh = next.cloneNode();
  coming.set(frame, fresh);
  fresh.dataset.coming = "";
  fresh.style.cssText = "position:absolute;visibility:hidden";
  fresh.addEventListener("load", () => {
    const before = frame.contentWindow, after = fresh.contentWindow;
    fresh.style.cssText = "";
    delete fresh.dataset.coming;
    const [x, y] = [before.scrollX, before.scrollY];
    frame.remove();
    after.scrollTo({ left: x, top: y, behavior: "instant" });
    links(fresh);
  }, { once: true });
  frame.after(fresh);
}

// The frame may lead to nobody else's page: a link out of it opens in a tab of its own.
function links(frame) {
  let inside;
  try { inside = frame.contentDocument; } catch { return; }
  inside?.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (!link || new URL(link.href, location.href).origin === location.origin) return;
    event.preventDefault();
    if (/^https?:/.test(link.href)) open(link.href, "_blank", "noopener,noreferrer");
  });
}

function watch(frame) {
  frame.addEventListener("load", () => links(frame));
  links(frame);
}

async function refresh() {
  const mine = ++asked;
  let text;
  try {
    const answer = await fetch(location.href, { cache: "no-store", redirect: "error" });
    text = await answer.text();
  } catch { return; }
  if (mine !== asked) return;
  const next = new DOMParser().parseFromString(text, "text/html");
  document.title = next.title;
  const open = [...document.querySelectorAll("details[open][id]")].map(found => found.id);
  const closed = part => part.outerHTML.replaceAll(' open=""', "");
  for (const id of ["top", "notes"]) {
    const [here, there] = [document, next].map(page => page.getElementById(id));
    if (closed(here) !== closed(there)) here.replaceWith(there);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  document.getElementById("problem")?.remove();
  const [main, wanted] = [document.getElementById("main"), next.getElementById("main")];
  const [frames, others] = [main, wanted].map(part => [...part.querySelectorAll("iframe:not([data-coming])")]);
  const kinds = list => list.map(frame => frame.dataset.kind).join();
  if (frames.length && kinds(frames) === kinds(others)) {
    frames.forEach((frame, at) => {
      const [line, other] = [frame, others[at]].map(one => one.parentElement.querySelector(".inbox"));
      line.replaceWith(other);
      follow(frame, others[at]);
    });
  } else if (main.innerHTML !== wanted.innerHTML) {
    const [x, y] = [main.firstElementChild?.scrollLeft, main.firstElementChild?.scrollTop];
    main.replaceWith(wanted);
    wanted.querySelectorAll("iframe").forEach(watch);
    wanted.firstElementChild?.scrollTo(x ?? 0, y ?? 0);
  }
  document.documentElement.dataset.refreshed = mine;
}

document.querySelectorAll("iframe").forEach(watch);
// One sheet is open at a time, and a click elsewhere or Escape closes it.
document.addEventListener("click", event => {
  for (const found of document.querySelectorAll("details[open]")) if (!found.contains(event.target)) found.open = false;
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape") for (const found of document.querySelectorAll("details[open]")) found.open = false;
});

const bell = new EventSource("/events");
let lost = false;
bell.addEventListener("message", refresh);
bell.addEventListener("error", () => { lost = true; });
bell.addEventListener("open", () => { if (lost) { lost = false; refresh(); } document.documentElement.dataset.live = "yes"; });
