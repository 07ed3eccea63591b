// 问政策: what one may do with an answer and with the conversation.
const votes = new Map(); // ticket → up or down, as the server has kept it
let vote = null; // the one under way

function askWhy(href) {
  const [, ticket, verdict] = href.split("/");
  const dialog = document.querySelector("#sc-vote");
  dialog.querySelector("form").reset();
  for (const group of dialog.querySelectorAll(".sc-reasons")) group.hidden = group.dataset.vote !== verdict;
  vote = { ticket, vote: verdict };
  dialog.returnValue = "";
  dialog.showModal();
}

function sendVote(dialog) {
  if (dialog.returnValue !== "send" || !vote) return;
  const given = new FormData(dialog.querySelector("form"));
  const reason = [...given.getAll(vote.vote), given.get("more").trim()].filter(Boolean).join("；");
  trigger("like", { ...vote, reason });
}

// The server has answered: a line that alerts says why it did not keep the vote.
suance.voted = () => {
  if (vote && !document.querySelector("#sc-note [role='alert']")) votes.set(vote.ticket, vote.vote);
  showVotes();
};

function showVotes() {
  for (const link of document.querySelectorAll("#sc-chat .sc-tool[href^='#vote/']")) {
    const [, ticket, verdict] = link.getAttribute("href").split("/");
    if (votes.has(ticket)) link.classList.toggle("sc-pressed", votes.get(ticket) === verdict);
    link.setAttribute("aria-pressed", String(link.classList.contains("sc-pressed")));
  }
}

const said = () => document.querySelector("#sc-doings").dataset;
const textOf = (link) => decodeURIComponent(link.getAttribute("href").slice("#copy/".length));

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No permission, or a page without HTTPS.
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("copy");
  }
}

function copyAnswer(href, link) {
  copyText(textOf(link)).then(
    () => sayNow(said().copied),
    () => sayNow(said().uncopied),
  );
}

// The conversation as Markdown: what was asked, quoted, and each answer as it is copied.
function markdown() {
  const day = new Date().toLocaleDateString("sv"); // year-month-day
  const parts = [`# ${said().title} ${day}`];
  for (const each of document.querySelectorAll("#sc-chat :is(.sc-question, .sc-answer)")) {
    const copy = each.querySelector(".sc-copy");
    if (copy) parts.push(textOf(copy));
    else if (each.matches(".sc-answer")) parts.push(each.querySelector(".sc-text")?.innerText ?? "");
    else parts.push(`> ${said().asked}${each.innerText.replace(/[<\\]/g, "\\$&").replaceAll("\n", "\n> ")}`);
  }
  return [`${parts.join("\n\n")}\n`, `${said().name}-${day}.md`];
}

function save() {
  const [text, name] = markdown();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Paper is white, whatever the screen is.
let darkened = null;
window.addEventListener("beforeprint", () => {
  darkened = document.querySelector(".dark");
  darkened?.classList.remove("dark");
});
window.addEventListener("afterprint", () => darkened?.classList.add("dark"));

const doings = { vote: askWhy, copy: copyAnswer };

function doWith(event) {
  const link = event.target.closest?.("#sc-chat .sc-tool");
  if (!link) return;
  event.preventDefault();
  const href = link.getAttribute("href").slice(1);
  doings[href.split("/", 1)[0]]?.(href, link);
}

document.addEventListener("click", doWith);
whenThere("#sc-vote", (dialog) => dialog.addEventListener("close", () => sendVote(dialog)));
new MutationObserver(showVotes).observe(document.body, { childList: true, subtree: true });

// The conversation is this tab's: its id is kept where a reload finds it, and another tab does not.
const KEY = "suance.talk", ASKED = "suance.asked";
const kept = new Map(); // where the browser keeps nothing

function keep(name, value) {
  if (value) kept.set(name, value);
  else kept.delete(name);
  try {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
  } catch {}
}

function keptUnder(name) {
  try {
    return sessionStorage.getItem(name) ?? kept.get(name);
  } catch {
    return kept.get(name);
  }
}

suance.renew = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keep(KEY, key);
  keep(ASKED, null);
  return key;
};

suance.key = () => keptUnder(KEY) ?? suance.renew();

// Of many clicks the first is taken; what is asked right after 新对话 waits until the page is empty.
let under = 0;
let emptied = null;
let tellEmptied = () => {};

suance.take = async () => {
  const first = under++ === 0;
  await emptied;
  if (!first) return "";
  keepTalk(suance.key());
  return suance.key();
};

suance.answered = () => {
  under = Math.max(0, under - 1);
  suance.settle();
};

suance.startOver = () => {
  suance.renew();
  under = 0;
  emptied = new Promise((done) => (tellEmptied = done));
  return [];
};

suance.startedOver = () => tellEmptied();

// While an answer is under way its question is kept: a reload must not lose it.
let watching = false;

const isWorking = () => Boolean(document.querySelector("#sc-chat .sc-working"));

function keepAsked() {
  const questions = document.querySelectorAll("#sc-chat .sc-question");
  if (isWorking()) {
    const asked = questions[questions.length - 1].innerText;
    keep(ASKED, JSON.stringify({ asked, turns: String(questions.length - 1) }));
    watching = true;
  } else if (watching) {
    keep(ASKED, null);
    watching = false;
  }
}

// What is being typed is kept, too, as the page goes.
const DRAFT = "suance.draft";
const box = () => document.querySelector("#sc-box textarea");
window.addEventListener("pagehide", () => keep(DRAFT, box()?.value));

function putDraftBack() {
  const draft = keptUnder(DRAFT);
  keep(DRAFT, null);
  if (!draft || draft === box().value) return;
  box().value = [box().value, draft].filter(Boolean).join("\n");
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

suance.restored = () => {
  suance.settle();
  putDraftBack();
};

function showAgain() {
  const key = keptUnder(KEY);
  if (!key) return putDraftBack();
  const asked = JSON.parse(keptUnder(ASKED) ?? "{}");
  keep(ASKED, null);
  trigger("retry", { key, ...asked });
}

// What the page itself has to say is read out, and seen for a while.
let fading = 0;

function sayNow(text) {
  const line = document.querySelector("#sc-said");
  line.textContent = text;
  line.classList.add("sc-seen");
  clearTimeout(fading);
  fading = setTimeout(() => line.classList.remove("sc-seen"), 3000);
}

// Where an answer cannot come, for the server stops or is gone, the page waits for it and then shows all again.
const BROKEN = ".toast-body.error, [data-testid='status-tracker'] .error";
const CAME_BACK = "suance.back"; // when: what breaks again at once is tried less often
let broken = false;

async function watchServer() {
  if (broken || !document.querySelector(BROKEN)) return;
  broken = true;
  suance.away(true);
  const lately = Date.now() - Number(keptUnder(CAME_BACK) ?? 0) < 20_000;
  do await new Promise((done) => setTimeout(done, lately ? 15_000 : 1500));
  while (!(await answers()));
  keep(CAME_BACK, String(Date.now()));
  location.reload();
}

async function answers() {
  try {
    return (await fetch("./healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

const doingsOfAll = {
  save,
  print: () => window.print(),
  delete: () => askToDelete(suance.key()),
};

whenThere("#sc-doings", (bar) => {
  bar.addEventListener("click", (event) => doingsOfAll[event.target.value]?.());
});
whenThere("#sc-box textarea", showAgain);
new MutationObserver(watchServer).observe(document.body, { childList: true, subtree: true });
new MutationObserver(keepAsked).observe(document.body, { childList: true, subtree: true });
