// 政策体检: the answers stay in this browser tab (a reload brings them back) and go to the server for the results only.
const KEPT = "suance.check";
const answers = () => document.querySelector(".sc-check");

// What hangs on a first yes is shown with it; its own answers are kept but not sent while it is hidden.
function unfold() {
  for (const part of answers().querySelectorAll(".sc-when")) {
    part.hidden = !part.dataset.when.split(" ").every((path) => {
      const gate = answers().querySelector(`.sc-field[data-path="${path}"]`);
      return gate && valueOf(gate) === "yes";
    });
  }
  const same = answers().querySelector(".sc-overlaps");
  same.hidden = !same.querySelector(".sc-when:not([hidden])");
}

function check() {
  unfold();
  const given = values(answers());
  sessionStorage.setItem(KEPT, JSON.stringify(given));
  ask({ answers: given, as_of: asOf() });
}

suance.dayChosen = check;
suance.shown = () => {
  showFaults([answers()]);
  answered();
};

function download(button) {
  const text = document.querySelector("#sc-cards .sc-markdown").textContent;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = button.dataset.file + ".md";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The question with most money behind it may lie behind a yes that nobody gave yet: then that one comes first.
function goTo(path) {
  const list = answers().querySelector(`.sc-field[data-path^="${path}"]`);
  const hidden = list.closest(".sc-when[hidden]");
  const target = hidden ? answers().querySelector(`.sc-field[data-path="${hidden.dataset.when.split(" ")[0]}"]`) : list;
  target.scrollIntoView({ behavior: motion(), block: "center" });
  target.querySelector("input, select")?.focus({ preventScroll: true });
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

whenThere(".sc-check", (form) => {
  wire(form);
  fill(form, kept());
  unfold();
  if (Object.keys(values(form)).length) check();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => soon(check, event.target.type === "text" ? 250 : 0));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".sc-add")) addItem(button.closest(".sc-list")).querySelector("input, select").focus();
    else if (button.matches(".sc-remove")) {
      const list = button.closest(".sc-list");
      button.closest(".sc-item").remove();
      number(list);
      check();
    } else if (button.matches(".sc-clear")) {
      form.reset();
      check();
    } else if (button.matches(".sc-goto")) goTo(button.dataset.path);
    else if (button.matches(".sc-download")) download(button);
    else if (button.matches(".sc-print")) window.print();
  });
});
