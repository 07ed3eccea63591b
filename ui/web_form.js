// Forms: copies of the patterns on the page, their values by path, and the faults beside their fields.
// A form says its number in data-form; `values(form)` are {path: text} of what is filled in.
let fieldsMade = 0;
const MOST_ITEMS = 12;

function wireField(field) {
  const id = "sc-f" + ++fieldsMade;
  const fault = field.querySelector(":scope > .sc-fault");
  const help = field.querySelector(":scope > .sc-help");
  if (fault) fault.id = id + "-fault";
  if (help) help.id = id + "-help";
  const told = [help?.id, fault?.id].filter(Boolean).join(" ");
  const inputs = [...field.querySelectorAll(":scope > input, :scope > select, :scope > .sc-pills input")];
  if (field.getAttribute("role") === "radiogroup") {
    const legend = field.querySelector(".sc-legend");
    legend.id = id + "-legend";
    field.setAttribute("aria-labelledby", legend.id);
    field.setAttribute("aria-describedby", told);
    inputs.forEach((input) => (input.name = id));
  } else if (inputs.length) {
    inputs[0].id = id;
    field.querySelector("label").htmlFor = id;
    inputs[0].setAttribute("aria-describedby", told);
  }
}

function wire(root) {
  root.querySelectorAll(".sc-field").forEach(wireField);
  root.querySelectorAll(".sc-list").forEach((list) => {
    if (list.dataset.first === "1") addItem(list);
  });
}

function addItem(list) {
  const items = list.querySelector(".sc-items");
  if (items.children.length >= MOST_ITEMS) return;
  items.append(list.querySelector("template").content.firstElementChild.cloneNode(true));
  items.lastElementChild.querySelectorAll(".sc-field").forEach(wireField);
  number(list);
  return items.lastElementChild;
}

// Each item knows its place; a list that must have an item keeps its last.
function number(list) {
  const items = [...list.querySelector(".sc-items").children];
  items.forEach((item, place) => {
    const legend = item.querySelector("legend");
    legend.textContent = legend.dataset.form.replace("{n}", place + 1);
    item.querySelectorAll(".sc-field").forEach((field) => {
      field.dataset.path = field.dataset.path.replace(/\[[#\d]+\]/, `[${place}]`);
    });
    item.querySelector(".sc-remove").hidden = items.length === 1 && list.dataset.first === "1";
  });
  list.querySelector(".sc-add").hidden = items.length >= MOST_ITEMS;
}

function inputOf(field) {
  return field.querySelector(":scope > input, :scope > select");
}

function valueOf(field) {
  const radio = field.querySelector(":scope > .sc-pills input:checked");
  return (radio ?? inputOf(field))?.value.trim() ?? "";
}

function setValue(field, text) {
  const radio = [...field.querySelectorAll(":scope > .sc-pills input")].find((each) => each.value === text);
  if (radio) radio.checked = true;
  else if (inputOf(field)) inputOf(field).value = text;
}

const fieldsOf = (form) => [...form.querySelectorAll(".sc-field")].filter((field) => !field.closest("[hidden]"));

function values(form) {
  const found = {};
  for (const field of fieldsOf(form)) {
    const text = valueOf(field);
    if (text) found[field.dataset.path] = text;
  }
  return found;
}

function fill(form, given) {
  for (const [path, text] of Object.entries(given)) {
    const item = path.match(/^(\w+)\[(\d+)\]\./);
    const list = item && form.querySelector(`.sc-list[data-list="${item[1]}"]`);
    while (list && list.querySelector(".sc-items").children.length <= Number(item[2]) && addItem(list));
    const field = form.querySelector(`.sc-field[data-path="${CSS.escape(path)}"]`);
    if (!field) continue;
    setValue(field, text);
    field.closest("details")?.setAttribute("open", "");
  }
}

// What the server found wrong, each beside its field; everything typed stays.
function showFaults(forms) {
  const told = [...document.querySelectorAll("#sc-right .sc-told")];
  forms.forEach((form, number) => {
    for (const field of form.querySelectorAll(".sc-field")) {
      const found = told.find((each) => each.dataset.form === String(number) && each.dataset.path === field.dataset.path);
      const fault = field.querySelector(":scope > .sc-fault");
      if (!fault) continue;
      if (fault.textContent !== (found?.textContent ?? "")) fault.textContent = found?.textContent ?? "";
      inputOf(field)?.setAttribute("aria-invalid", String(Boolean(found)));
      if (found) field.closest("details")?.setAttribute("open", "");
    }
  });
}

async function copyAddress(button) {
  const name = button.textContent;
  await navigator.clipboard?.writeText(location.href);
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = name), 1500);
}

// Typing rests a moment before the server is asked; a choice asks at once.
let resting = 0;
function soon(ask, wait) {
  clearTimeout(resting);
  resting = setTimeout(ask, wait);
}

// One request at a time; while it is under way only the latest wish is kept. Every answer names the turn it answers:
// where none comes in time, or one without, the server is away. That is said, and the latest wish is sent again.
const PATIENCE = 8000;
const AGAIN = 3000;
let turn = 0;
let under = 0; // the timer of the request under way
let last = null;
let wish = null;

function ask(data) {
  if (under) return void (wish = data);
  last = data;
  under = setTimeout(away, PATIENCE);
  trigger("submit", { ...data, turn: String(++turn) });
}

function away() {
  clearTimeout(under);
  suance.away(true);
  under = setTimeout(() => {
    under = 0;
    ask(wish ?? last);
  }, AGAIN);
}

function answered() {
  if (!under) return;
  if (document.querySelector("#sc-right .sc-turn")?.dataset.turn !== String(turn)) return away();
  clearTimeout(under);
  under = 0;
  suance.away(false);
  const next = wish;
  wish = null;
  if (next) ask(next);
}

// On a phone the way to the results is offered while they are out of sight.
whenThere("#sc-right", (results) => {
  new IntersectionObserver(([seen]) => {
    document.querySelector(".sc-jump")?.classList.toggle("sc-there", seen.isIntersecting);
  }).observe(results);
  document.addEventListener("click", (event) => {
    if (event.target.closest(".sc-jump")) results.scrollIntoView({ behavior: motion() });
  });
});
