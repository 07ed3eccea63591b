// The drawer in which a tapped clause opens, beside a form or its results.
const drawer = () => document.querySelector("#sc-drawer");

suance.openDrawer = () => {
  drawer().classList.add("sc-out");
  drawer().setAttribute("role", "dialog");
  drawer().setAttribute("aria-label", drawer().querySelector("article")?.getAttribute("aria-label") ?? "");
  showScript();
  drawer().scrollTo({ top: 0 });
  const mark = [...drawer().querySelectorAll("mark")].find((each) => each.offsetParent);
  if (mark) mark.scrollIntoView({ block: "center", behavior: motion() });
  drawer().querySelector(".sc-close").focus({ preventScroll: true });
};

function closeDrawer() {
  drawer().classList.remove("sc-out");
  if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const out = drawer()?.classList.contains("sc-out");
  if (!out) return;
  const inside = event.target.closest("#sc-drawer");
  if (event.target.closest(".sc-close") || (!inside && !event.target.closest(".sc-open"))) closeDrawer();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer()?.classList.contains("sc-out")) closeDrawer();
});
