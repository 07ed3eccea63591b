// 问政策: the view follows the growing answer, and the panel turns to what is cited.

// Bring the marked words into view within the panel; the page itself stays where it is.
suance.settle = () => {
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
};

// After a tap: beside the answer on a wide screen, below it on a narrow one.
suance.reveal = () => {
  if (narrow.matches) document.querySelector("#sc-side").scrollIntoView({ behavior: motion(), block: "start" });
  suance.settle();
};

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

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true, characterData: true });
for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  document.addEventListener(gesture, () => (following = false), { passive: true });
}
