// 算补贴: the form of the chosen calculator, up to three scenarios of it, all in the page's address.
const LETTERS = ["", "b.", "c."]; // the scenarios' prefixes in the address
let chosen = "";

const place = () => document.querySelector(".sc-forms");
const forms = () => [...document.querySelectorAll(".sc-forms .sc-form")];
const reverse = () => document.querySelector(".sc-reverse-place .sc-reverse");

function addForm(given) {
  const pattern = document.querySelector(`template[data-calculator="${chosen}"]`);
  place().append(pattern.content.firstElementChild.cloneNode(true));
  const form = place().lastElementChild;
  wire(form);
  fill(form, given);
  nameForms();
}

// One form needs no name; several are named, and all but the first can be taken away.
function nameForms() {
  const names = place().dataset.names.split("|");
  const removes = place().dataset.removes.split("|");
  const several = forms().length > 1;
  place().classList.toggle("sc-several", several);
  forms().forEach((form, number) => {
    const heading = form.querySelector("h2");
    heading.hidden = !several;
    heading.textContent = names[number];
    form.setAttribute("aria-label", names[number]);
    let remove = form.querySelector(".sc-remove-scenario");
    if (number === 0) return remove?.remove();
    if (!remove) {
      remove = document.createElement("button");
      remove.type = "button";
      remove.className = "sc-button sc-remove-scenario";
      form.append(remove);
    }
    remove.textContent = removes[number];
  });
  document.querySelector(".sc-add-scenario").hidden = forms().length >= LETTERS.length || !fieldsOf(forms()[0]).length;
}

function choose(name, given = [{}]) {
  if (!document.querySelector(`template[data-calculator="${CSS.escape(name)}"]`)) {
    name = document.querySelector(".sc-picker a").dataset.name;
  }
  chosen = name;
  document.querySelectorAll(".sc-picker a").forEach((link) => {
    if (link.dataset.name === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  document.querySelector(".sc-picker a[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
  place().replaceChildren();
  given.forEach(addForm);
  const pattern = document.querySelector(`template[data-reverse="${name}"]`);
  const back = document.querySelector(".sc-reverse-place");
  back.replaceChildren(...(pattern ? [pattern.content.firstElementChild.cloneNode(true)] : []));
  wire(back);
  reverse()?.addEventListener("toggle", compute);
}

function readAddress() {
  const given = [{}];
  for (const [key, text] of new URL(location.href).searchParams) {
    if (["name", "lang", "as_of"].includes(key)) continue;
    const number = Math.max(0, LETTERS.findIndex((letter, at) => at && key.startsWith(letter)));
    while (given.length <= number) given.push({});
    given[number][key.slice(LETTERS[number].length)] = text;
  }
  choose(new URL(location.href).searchParams.get("name") ?? "", given);
  compute();
}

function writeAddress() {
  const address = new URL(location.href);
  const day = asOf();
  address.search = "";
  address.searchParams.set("name", chosen);
  if (day) address.searchParams.set("as_of", day);
  forms().forEach((form, number) => {
    for (const [path, text] of Object.entries(values(form))) address.searchParams.set(LETTERS[number] + path, text);
  });
  history.replaceState(null, "", address);
}

function compute() {
  writeAddress();
  const open = reverse()?.open;
  const back = open ? values(reverse()) : null;
  ask({ name: chosen, scenarios: forms().map(values), reverse: back, as_of: asOf() });
}

suance.dayChosen = compute;
suance.shown = () => {
  showFaults([...forms(), ...(reverse() ? [reverse()] : [])]);
  answered();
};

function useAnswer(button) {
  fill(forms()[0], { [button.dataset.path]: button.dataset.value });
  compute();
}

whenThere(".sc-forms", (root) => {
  document.querySelector("#sc-left").addEventListener("input", (event) => {
    soon(compute, event.target.type === "text" ? 250 : 0);
  });
  document.addEventListener("submit", (event) => event.target.matches(".sc-form") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, .sc-picker a");
    if (!button) return;
    if (button.matches(".sc-picker a")) {
      event.preventDefault();
      choose(button.dataset.name);
    } else if (button.matches(".sc-add")) addItem(button.closest(".sc-list")).querySelector("input, select").focus();
    else if (button.matches(".sc-remove")) {
      const list = button.closest(".sc-list");
      button.closest(".sc-item").remove();
      number(list);
    } else if (button.matches(".sc-add-scenario")) addForm(values(forms().at(-1)));
    else if (button.matches(".sc-remove-scenario")) {
      button.closest(".sc-form").remove();
      nameForms();
    } else if (button.matches(".sc-clear")) choose(chosen);
    else if (button.matches(".sc-use")) return useAnswer(button);
    else if (button.matches(".sc-copy")) return void copyAddress(button);
    else return;
    compute();
  });
  window.addEventListener("popstate", () => {
    showDay();
    readAddress();
  });
  readAddress();
});
