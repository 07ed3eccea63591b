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

const doings = { vote: askWhy };

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
