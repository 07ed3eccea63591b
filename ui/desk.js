// The desk made quick: results as one types, clauses opened without loading the page anew, everything by keyboard.
// Without this script every link and form still works.
const said = document.querySelector("#dk-said");
const form = document.querySelector("#dk-find");
const box = document.querySelector("#dk-q");
const field = box ?? document.querySelector(".dk-number .dk-field");
const results = document.querySelector("#dk-results");
const panel = document.querySelector("#dk-panel");
const narrow = window.matchMedia("(max-width: 899px)");
const language = location.pathname.match(/\.(hant|en)$/)?.[1] ?? "hans";
const RETRY_MS = 2000;
let script = language === "hant" ? "hant" : "hans";

// What has been said is read out, and seen for a while.
let fading = 0;
function say(text) {
  said.textContent = text;
  said.classList.add("dk-seen");
  clearTimeout(fading);
  fading = setTimeout(() => said.classList.remove("dk-seen"), 2600);
}

class Refused extends Error {}

async function part(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Refused();
  return answer.text();
}

// Searching: one request under way, and after it at most one for what stands in the box by then.
let busy = false;
let shown = null;
let entered = false; // Enter was pressed before the results had come

function asked() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.set(name, value.trim());
  return query.toString();
}

async function search() {
  if (busy) return;
  busy = true;
  while (asked() !== shown) {
    const query = asked();
    try {
      const opened = panel.querySelector("[data-clause]")?.dataset.clause ?? "";
      const found = await part(`./desk/find?${query}&lang=${language}&opened=${encodeURIComponent(opened)}`);
      if (query !== asked()) continue; // more has been typed: this is stale
      results.innerHTML = found;
      shown = query;
      remember(query);
    } catch {
      say(said.dataset.failed);
      await new Promise((again) => setTimeout(again, RETRY_MS));
    }
  }
  busy = false;
  if (entered) openFirst();
}

function openFirst() {
  entered = shown !== asked();
  const first = results.querySelector(".dk-hit");
  if (!entered && first) open(first.href);
}

function remember(query) {
  const address = new URLSearchParams(query);
  const clause = panel.querySelector("[data-clause]")?.dataset.clause;
  if (clause) address.set("clause", clause);
  history.replaceState(history.state, "", location.pathname + (String(address) ? `?${address}` : ""));
}

// Opening a clause: the last one asked for is shown, whatever comes first.
let opening = 0;

async function open(link, { push = true } = {}) {
  const turn = ++opening;
  const address = new URL(link, location.href);
  const query = new URLSearchParams({ clause: address.searchParams.get("clause"), q: box.value.trim(), lang: language });
  try {
    const found = await part(`./desk/clause?${query}`);
    if (turn !== opening) return;
    panel.innerHTML = found;
  } catch (error) {
    if (error instanceof Refused) location.assign(address);
    else say(said.dataset.failed);
    return;
  }
  if (push) {
    const kept = new URLSearchParams(asked());
    kept.set("clause", query.get("clause"));
    history.pushState(null, "", `${location.pathname}?${kept}`);
  }
  showOpened();
  const clause = panel.querySelector("article");
  clause.focus({ preventScroll: true });
  if (narrow.matches) panel.scrollIntoView({ block: "start" });
  else panel.scrollTo({ top: 0 });
}

function showOpened() {
  const clause = panel.querySelector("article");
  for (const each of results.querySelectorAll(".dk-hit")) {
    if (clause && each.dataset.clause === clause.dataset.clause) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  showScript();
}

function showScript() {
  for (const each of document.querySelectorAll(".dk-clause, .dk-column")) {
    each.classList.toggle("sc-show-hans", script === "hans");
    each.classList.toggle("sc-show-hant", script === "hant");
  }
  for (const each of document.querySelectorAll(".sc-script")) each.setAttribute("aria-pressed", String(each.value === script));
}

// Copying: issuer, title, dates, clause and words, in the script that is shown.
async function copy(holder) {
  let text = holder.querySelector?.(`.dk-text[data-script="${script}"]`)?.content.textContent;
  try {
    if (!text) {
      const found = document.createElement("template");
      found.innerHTML = await part(`./desk/clause?clause=${holder.dataset.clause}&lang=${language}`);
      text = found.content.querySelector(`.dk-text[data-script="${script}"]`).content.textContent;
    }
    await write(text);
    say(said.dataset.copied);
  } catch {
    say(said.dataset.uncopied);
  }
}

async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // a page over plain HTTP has no clipboard of its own
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy");
}

// Comparing: the first one chosen waits for the second.
let chosen = null;

function compare(holder) {
  if (chosen && chosen !== holder.dataset.clause) {
    location.assign(`${location.pathname}?view=compare&a=${chosen}&b=${holder.dataset.clause}`);
    return;
  }
  chosen = holder.dataset.clause;
  say(said.dataset.chosen.replace("{clause}", holder.dataset.name));
}

function move(from, step) {
  const list = [...from.closest("ol").querySelectorAll(".dk-hit, .dk-ticket")];
  const next = list.indexOf(from) + step;
  if (next < 0) field.focus();
  else list[Math.min(next, list.length - 1)]?.focus();
}

function typing(target) {
  return target.matches?.("input, textarea, select");
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const hit = event.target.closest?.(".dk-hit, .dk-ticket");
  if (event.key === "/" && !event.target.matches?.("input, textarea")) return act(event, () => (field ? (field.focus(), field.select()) : toSearch()));
  if (event.target === field && field) return inBox(event);
  if (typing(event.target)) return;
  if (event.key === "ArrowDown" && hit) return act(event, () => move(hit, 1));
  if (event.key === "ArrowUp" && hit) return act(event, () => move(hit, -1));
  if (!form) return;
  const holder = hit ?? panel.querySelector("article");
  if (event.key === "Escape") act(event, () => back(hit));
  else if (event.key === "c" && holder) act(event, () => copy(holder));
  else if (event.key === "d" && holder) act(event, () => compare(holder));
}

function inBox(event) {
  const first = document.querySelector(".dk-list a");
  if (event.key === "ArrowDown" && first) act(event, () => first.focus());
  else if (!form) return;
  else if (event.key === "Enter") act(event, openFirst);
  else entered = false;
}

function act(event, action) {
  event.preventDefault();
  action();
}

// From a clause back to its place in the list, from the list back to the box.
function back(hit) {
  const opened = hit ? null : results.querySelector("[aria-current]");
  if (opened) opened.focus();
  else box.focus();
}

function toSearch() {
  const link = document.querySelector(".dk-views a");
  if (link) location.assign(`${link.href}#dk-q`);
}

function tap(event) {
  const target = event.target.closest?.("a, button");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = target.getAttribute("href") ?? "";
  if (target.matches(".sc-languages a")) act(event, () => chooseLanguage(target));
  else if (target.matches(".sc-script")) act(event, () => ((script = target.value), showScript()));
  else if (target.matches(".dk-copy")) act(event, () => copy(target.closest("[data-clause]")));
  else if (target.matches(".dk-back")) act(event, () => back(null));
  else if (panel && target.matches(".dk-hit, .dk-open")) act(event, () => open(target.href));
  else if (href.startsWith("#clause/")) act(event, () => toClause(href));
}

// A clause cited in a reply: its permalink.
function toClause(href) {
  const [policy, clause] = href.slice("#clause/".length).split("/");
  const desk = language === "hans" ? "desk" : `desk.${language}`;
  window.open(`./${desk}?clause=${policy}/${clause}`, "_blank", "noopener");
}

function chooseLanguage(link) {
  const address = new URL(location.href);
  address.searchParams.set("lang", new URL(link.href).searchParams.get("lang"));
  location.assign(address);
}

// Running a ticket again takes a while; a second tap does nothing.
async function replay(button) {
  const outcome = document.querySelector("#dk-outcome");
  button.disabled = true;
  outcome.textContent = said.dataset.replaying;
  try {
    const body = new URLSearchParams({ ticket: button.dataset.ticket });
    const answer = await fetch(`./desk/replay?lang=${language}`, { method: "POST", body });
    if (answer.status === 401) return location.reload(); // signed out meanwhile: the page leads to the sign-in
    outcome.innerHTML = await answer.text();
  } catch {
    outcome.textContent = "";
    say(said.dataset.failed);
  }
  button.disabled = false;
}

function measureTop() {
  const top = document.querySelector("#sc-top");
  const views = document.querySelector(".dk-views");
  const measure = () =>
    document.documentElement.style.setProperty("--dk-top", `${top.offsetHeight + (views?.offsetHeight ?? 0)}px`);
  new ResizeObserver(measure).observe(top);
}

function follow(event) {
  const address = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = address.get(field.name) ?? "";
  search();
  if (address.get("clause")) open(location.href, { push: false });
}

function watchDesk() {
  shown = asked();
  box.addEventListener("input", (event) => event.isComposing || search());
  box.addEventListener("compositionend", search);
  form.addEventListener("change", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", follow);
  if (location.hash === "#dk-q" || !panel.querySelector("article")) box.focus({ preventScroll: true });
  showOpened();
  if (narrow.matches && panel.querySelector("article")) panel.scrollIntoView({ block: "start" });
}

measureTop();
if (form) watchDesk();
for (const each of document.querySelectorAll("#dk-compare, .dk-runs")) {
  each.addEventListener("change", () => each.submit());
}
document.querySelector(".dk-replay button")?.addEventListener("click", (event) => replay(event.currentTarget));
document.querySelector(".dk-rate")?.addEventListener("submit", (event) => {
  setTimeout(() => (event.target.querySelector("button").disabled = true)); // a second tap does nothing
});
const ticket = document.querySelector(".dk-opened");
if (ticket && narrow.matches) ticket.scrollIntoView({ block: "start" });
else if (ticket) document.querySelector(".dk-ticket[aria-current]")?.scrollIntoView({ block: "nearest" });
document.addEventListener("keydown", press);
document.addEventListener("click", tap);
