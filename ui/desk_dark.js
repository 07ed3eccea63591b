// Runs before anything is drawn: dark as the reader's system is, as the other pages are.
const wishes = window.matchMedia("(prefers-color-scheme: dark)");
const forced = new URLSearchParams(location.search).get("__theme");
const dim = () => document.documentElement.classList.toggle("dark", forced ? forced === "dark" : wishes.matches);
wishes.addEventListener("change", dim);
dim();
