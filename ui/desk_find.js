// Looking clauses up: results as one types, a clause opened without loading the page anew. desk.js, which comes after,
// names the parts of the page and hears the keys.
// Searching: one request under way, and after it at most one for what stands in the box by then.
let busy = false;
let shown = null;
let entered = false; // Enter was pressed before the results had come

function asked() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && value !== form.elements[name].dataset.today) query.set(name, value.trim());
  }
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
  if (!entered && first) openClause(first.href);
}

function remember(query) {
  const address = new URLSearchParams(query);
  const clause = new URLSearchParams(location.search).get("clause");
  if (clause) address.set("clause", clause);
  history.replaceState(history.state, "", location.pathname + (String(address) ? `?${address}` : ""));
}

// Opening a clause: the last one asked for is shown, whatever comes first.
let opening = 0;

async function openClause(link, { push = true, focus = true } = {}) {
  const turn = ++opening;
  const address = new URL(link, location.href);
  const query = new URLSearchParams({ clause: address.searchParams.get("clause"), q: box.value.trim(), lang: language, as_of: form.elements.as_of.value });
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
  if (!focus) return;
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

// Comparing: the first one chosen waits for the second.
let chosen = null;

function compare(holder) {
  if (chosen && chosen !== holder.dataset.clause) {
    const day = new URLSearchParams(asked()).get("as_of");
    location.assign(`${location.pathname}?view=compare&a=${chosen}&b=${holder.dataset.clause}${day ? `&as_of=${day}` : ""}`);
    return;
  }
  chosen = holder.dataset.clause;
  say(said.dataset.chosen.replace("{clause}", holder.dataset.name));
}

// On another day a clause may be in force or not; an empty field means today.
function markDay() {
  const day = form.elements.as_of;
  day.closest("label").classList.toggle("dk-other-day", day.value !== day.dataset.today);
}

function chooseDay() {
  const day = form.elements.as_of;
  if (!day.value) day.value = day.dataset.today;
  markDay();
  const opened = panel.querySelector("article");
  if (opened) openClause(`?clause=${opened.dataset.clause}`, { push: false, focus: false });
}

// Back to where nothing was opened.
let nothing = null;

function closeClause() {
  if (nothing === null) location.reload();
  else panel.innerHTML = nothing;
  opening++;
  showOpened();
}

function follow(event) {
  const address = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = address.get(field.name) ?? field.dataset.today ?? "";
  markDay();
  search();
  if (address.get("clause")) openClause(location.href, { push: false });
  else closeClause();
}

function watchDesk() {
  shown = asked();
  if (!panel.querySelector("article")) nothing = panel.innerHTML;
  box.addEventListener("input", (event) => event.isComposing || search());
  box.addEventListener("compositionend", search);
  form.addEventListener("change", (event) => {
    if (event.target.name === "as_of") chooseDay();
    search();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", follow);
  if (location.hash === "#dk-q" || !panel.querySelector("article")) box.focus({ preventScroll: true });
  showOpened();
  if (narrow.matches && panel.querySelector("article")) panel.scrollIntoView({ block: "start" });
}
