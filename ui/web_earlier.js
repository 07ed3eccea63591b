// 问政策: the earlier conversations of this browser, which alone keeps their ids; the server knows titles and dates.
const TALKS = "suance.talks", MOST_TALKS = 30;
let listedKeys = []; // what the list on show was made of
let doomed = null; // the conversation that is about to be deleted

function talks() {
  try {
    const found = JSON.parse(localStorage.getItem(TALKS) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keepTalks(keys) {
  try {
    localStorage.setItem(TALKS, JSON.stringify(keys.slice(0, MOST_TALKS)));
  } catch {} // where the browser keeps nothing there is no list
}

const keepTalk = (key) => keepTalks([key, ...talks().filter((each) => each !== key)]);
const dropTalk = (key) => keepTalks(talks().filter((each) => each !== key));

function listTalks() {
  listedKeys = talks();
  trigger("expand", { keys: JSON.stringify(listedKeys) });
}

const earlier = () => document.querySelector("#sc-earlier");

suance.listed = () => {
  const list = document.querySelector("#sc-earlier-list");
  list.innerHTML = document.querySelector("#sc-earlier-found .html-container > div").innerHTML;
  if (list.querySelector("[role='alert']")) return;
  const there = [...list.querySelectorAll("li")].map((item) => {
    const key = listedKeys[item.dataset.place];
    if (key === keptUnder(KEY)) item.querySelector("button").setAttribute("aria-current", "true");
    return key;
  });
  // What is not there any more is forgotten; what is being asked right now is not there yet.
  keepTalks(talks().filter((key) => there.includes(key) || !listedKeys.includes(key) || key === keptUnder(KEY)));
};

function openTalk(key) {
  if (isWorking()) return sayInList(said().busy);
  earlier().close();
  if (key === keptUnder(KEY)) return;
  keep(KEY, key);
  under = 0;
  trigger("retry", { key });
}

function sayInList(text) {
  const line = Object.assign(document.createElement("p"), { textContent: text });
  line.setAttribute("role", "alert");
  document.querySelector("#sc-earlier-list").prepend(line);
}

function askToDelete(key) {
  if (isWorking() && key === keptUnder(KEY)) return (earlier().open ? sayInList : sayNow)(said().wait);
  doomed = key;
  document.querySelector("#sc-delete").returnValue = "";
  document.querySelector("#sc-delete").showModal();
}

suance.deleted = () => {
  const failed = document.querySelector("#sc-note [role='alert']");
  if (!failed) dropTalk(doomed);
  if (!failed && doomed === keptUnder(KEY)) suance.renew();
  if (!earlier().open) return;
  if (failed) sayInList(failed.textContent);
  else listTalks();
};

whenThere("#sc-earlier", (dialog) => {
  dialog.addEventListener("click", (event) => {
    const item = event.target.closest("li[data-place]");
    const key = item && listedKeys[item.dataset.place];
    if (event.target.closest(".sc-earlier-delete")) askToDelete(key);
    else if (event.target.closest(".sc-earlier-open")) openTalk(key);
  });
});
whenThere("#sc-history", (button) => {
  button.addEventListener("click", () => {
    document.querySelector("#sc-earlier-list").replaceChildren();
    earlier().showModal();
    listTalks();
  });
});
whenThere("#sc-delete", (dialog) => {
  dialog.addEventListener("close", () => {
    const here = doomed === keptUnder(KEY) ? "here" : "";
    if (dialog.returnValue === "delete") trigger("delete", { key: doomed, here });
  });
});
