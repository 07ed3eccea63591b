// Runs once, inside the page's link element, where `trigger` sends an event to the server.
// Links say in their href what they do: #clause/… opens a clause, #ask/… asks a question, #answer goes back.
const narrow = window.matchMedia("(max-width: 899px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let script = null; // the script the reader chose for clauses; until then each answer's own
let cameFrom = null;

const motion = () => (calm.matches ? "auto" : "smooth");

function openClause(link) {
  let place = link.getAttribute("href").slice("#clause/".length);
  if (script) place = place.replace(/\/(hans|hant)$/, "/" + script);
  document.querySelectorAll(".sc-opened").forEach((other) => other.classList.remove("sc-opened"));
  if (link.closest("#sc-chat")) {
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

function act(event) {
  const link = event.target.closest?.("a[href^='#'], button.sc-script");
  if (!link) return;
  if (link.matches(".sc-script")) return chooseScript(link);
  const href = link.getAttribute("href");
  if (!/^#(clause\/|ask\/|answer$)/.test(href)) return;
  event.preventDefault();
  if (href === "#answer") goBack();
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

// Bring the marked words into view within the panel; the page itself stays where it is.
function settle() {
  requestAnimationFrame(() => (following = false)); // the answer is whole
  showScript();
  // The chat labels each message with its source; the message itself reads better.
  document.querySelectorAll("#sc-chat [data-testid='bot'], #sc-chat [data-testid='user']").forEach((message) => {
    message.removeAttribute("aria-label");
  });
  const panel = document.querySelector("#sc-side");
  const mark = [...panel.querySelectorAll("mark")].find((each) => each.offsetParent);
  if (narrow.matches) return;
  if (!mark) return panel.scrollTo({ top: 0 });
  // As much of the clause's head as leaves the marked words in view.
  const where = mark.getBoundingClientRect();
  const top = where.top - panel.getBoundingClientRect().top + panel.scrollTop;
  const fits = top + where.height < panel.clientHeight - 24;
  panel.scrollTo({ top: fits ? 0 : top - panel.clientHeight / 3, behavior: motion() });
}

// After a tap: beside the answer on a wide screen, below it on a narrow one.
function reveal() {
  if (narrow.matches) document.querySelector("#sc-side").scrollIntoView({ behavior: motion(), block: "start" });
  settle();
}

// While an answer grows, the view follows it until its question stands at the top; a reader who scrolls is left alone.
let questions = 0;
let following = false;

function follow() {
  const asked = document.querySelectorAll("#sc-chat .user-row");
  if (asked.length > questions) following = true;
  questions = asked.length;
  const view = document.querySelector("#sc-chat .bubble-wrap");
  if (!following || !view || !questions) return;
  const last = asked[questions - 1];
  view.scrollTop += last.getBoundingClientRect().top - view.getBoundingClientRect().top - 4;
}

// The parts of the page arrive one after another; the observer is there before them.
function watchPage() {
  let measured = false;
  new MutationObserver(() => {
    if (!measured) measured = measureTop();
    follow();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => (following = false), { passive: true });
  }
}

function measureTop() {
  const top = document.querySelector("#sc-top");
  if (!top) return false;
  const measure = () => document.documentElement.style.setProperty("--sc-top-height", top.offsetHeight + "px");
  new ResizeObserver(measure).observe(top);
  return true;
}

watchPage();
window.suance = { settle, reveal };
document.addEventListener("click", act);
document.addEventListener("keydown", press);
document.documentElement.lang = "zh-CN";
