// Filter and search; everything is on the page already.
const cases = [...document.querySelectorAll("details.case")];
const controls = [...document.querySelectorAll(".filters [data-key]")];
const search = document.querySelector(".filters input");
const tally = document.querySelector(".filters output");
const none = document.querySelector(".none");
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const texts = new Map();

function textOf(one) {
  if (!texts.has(one)) texts.set(one, plain(one.dataset.words + one.textContent));
  return texts.get(one);
}

function filter() {
  const wanted = plain(search.value);
  let shown = 0;
  for (const one of cases) {
    const fits = controls.every(({ value, dataset }) => !value || one.dataset[dataset.key].split(" ").includes(value));
    one.hidden = !fits || !(wanted === "" || textOf(one).includes(wanted));
    shown += one.hidden ? 0 : 1;
  }
  tally.value = `${shown} / ${cases.length} 题`;
  none.hidden = shown > 0;
  history.replaceState(null, "", "#" + new URLSearchParams([["q", search.value], ...controls.map((one) => [one.dataset.key, one.value])].filter(([, value]) => value)));
}

for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
  const control = key === "q" ? search : controls.find((one) => one.dataset.key === key);
  if (control) control.value = value;
}
search.addEventListener("input", filter);
controls.forEach((one) => one.addEventListener("change", filter));
filter();
