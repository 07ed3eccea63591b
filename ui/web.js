// Runs once on every page, inside its link element, where `trigger` sends an event to the server; a page's own script follows.
// Links say in their href what they do: #clause/… opens a clause, #ask/… asks a question, #answer goes back.
const narrow = window.matchMedia("(max-width: 899px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const suance = (window.suance = {}); // what listeners call when the server has answered
let script = null; // the script the reader chose for clauses; until then each answer's own
let cameFrom = null;

const motion = () => (calm.matches ? "auto" : "smooth");

function openClause(link) {
  let place = link.getAttribute("href").slice("#clause/".length);
  if (script) place = place.replace(/\/(hans|hant)$/, "/" + script);
  document.querySelectorAll(".sc-opened").forEach((other) => other.classList.remove("sc-opened"));
  if (!link.closest("#sc-panel")) {
    link.classList.add("sc-opened");
    cameFrom = link;
  }
  trigger("select", { place });
}

function showScript() {
  const clause = document.querySelector(".sc-clause");
  if (!clause || !script) return;
  clause.classList.toggle("sc-show-hans", script === "hans");
  clause.classList.toggle("sc-show-hant", script === "hant");
  for (const each of clause.querySelectorAll(".sc-script")) {
    each.setAttribute("aria-pressed", String(each.value === script));
  }
}

function chooseScript(button) {
  script = button.value;
  showScript();
}

function goBack() {
  const target = cameFrom && cameFrom.isConnected ? cameFrom : document.querySelector("#sc-chat");
  target.scrollIntoView({ behavior: motion(), block: "center" });
  if (target === cameFrom) target.focus({ preventScroll: true });
}

// The same page in another language: what stands in the address stays.
function chooseLanguage(link) {
  const address = new URL(location.href);
  address.searchParams.set("lang", new URL(link.href).searchParams.get("lang"));
  location.assign(address);
}

function act(event) {
  const link = event.target.closest?.(".sc-languages a, a[href^='#'], button.sc-script");
  if (!link) return;
  if (link.matches(".sc-script")) return chooseScript(link);
  const href = link.getAttribute("href");
  if (!/^(\?lang=|#(clause\/|ask\/|answer$))/.test(href)) return;
  event.preventDefault();
  if (href.startsWith("?")) chooseLanguage(link);
  else if (href === "#answer") goBack();
  else if (href.startsWith("#ask/")) trigger("submit", { question: decodeURIComponent(href.slice(5)) });
  else openClause(link);
}

// Space presses a link that acts as a button, as Enter does.
function press(event) {
  if (event.key === " " && event.target.matches?.("a[role='button']")) {
    event.preventDefault();
    event.target.click();
  }
}

// The parts of the page arrive one after another; what waits for one of them is called as soon as it is there.
const waiting = [];

function whenThere(selector, act) {
  const found = document.querySelector(selector);
  if (found) act(found);
  else waiting.push([selector, act]);
}

function lookAgain() {
  for (const entry of [...waiting]) {
    const found = document.querySelector(entry[0]);
    if (!found) continue;
    waiting.splice(waiting.indexOf(entry), 1);
    entry[1](found);
  }
}

function measureTop(top) {
  const measure = () => document.documentElement.style.setProperty("--sc-top-height", top.offsetHeight + "px");
  new ResizeObserver(measure).observe(top);
}

function nameThePage(bar) {
  document.documentElement.lang = bar.dataset.language;
  document.title = bar.dataset.title;
}

// Gradio's pages are the same for everybody; whoever is signed in gets the staff's pages in the navigation, too.
async function showStaffPages(nav) {
  try {
    const answer = await fetch(nav.dataset.staff, { cache: "no-store" });
    if (answer.status === 200) nav.innerHTML = await answer.text();
  } catch {} // without a server there is nothing to show
}

// 按哪天看: today unless the address says another day; `suance.dayChosen` hears of a change.
const today = () => new Date().toLocaleDateString("sv"); // year-month-day
const asOf = () => new URL(location.href).searchParams.get("as_of") ?? "";
const dayField = () => document.querySelector(".sc-day input");
suance.day = asOf;

function showDay() {
  dayField().value = asOf();
  if (!dayField().value) dayField().value = today();
  dayField().closest("label").classList.toggle("sc-other-day", dayField().value !== today());
}

function chooseDay() {
  const address = new URL(location.href);
  const day = dayField().value;
  if (day && day !== today()) address.searchParams.set("as_of", day);
  else address.searchParams.delete("as_of");
  history.replaceState(history.state, "", address);
  showDay();
  suance.dayChosen?.();
}

whenThere(".sc-day input", (input) => {
  showDay();
  input.addEventListener("change", chooseDay);
});

// Says that the server does not answer, in place of what Gradio says of it.
suance.away = (shown) => document.querySelectorAll(".sc-away").forEach((note) => (note.hidden = !shown));

new MutationObserver(lookAgain).observe(document.body, { childList: true, subtree: true });
whenThere("#sc-top", measureTop);
whenThere(".sc-bar", nameThePage);
whenThere(".sc-tabs", showStaffPages);
document.addEventListener("click", act);
document.addEventListener("keydown", press);
