// Plain pages made quick: keys, copying, tickets; what desk_find.js looks up.
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
  else if (panel && target.matches(".dk-hit, .dk-open")) act(event, () => openClause(target.href));
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
