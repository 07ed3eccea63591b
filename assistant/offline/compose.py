"""What the tools returned → the draft of a reply, in a clerk's plain words."""

from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.calculated import calculated
from assistant.offline.criteria import criterion
from assistant.offline.dates import asks_whether_in_force, holds_on, outside_life
from assistant.offline.either_kind import are_compared, both_told
from assistant.offline.follow_up import asks_unit_too, disputes
from assistant.offline.kinds import compares, of_overlap, other_side, takes_both
from assistant.offline.layout import layout_asked
from assistant.offline.left_out import details_left_out, units_of, units_without_details, unstated
from assistant.offline.listing import listed
from assistant.offline.pick import figures_of, name_of, pick, told_by
from assistant.offline.portfolio import asks_for_everything, overview
from assistant.offline.projects import added_up
from assistant.offline.stated import is_stated, lacks_amount, threshold_asked
from assistant.offline.subject import clause_numbers
from assistant.offline.turn import ADD_UP, Turn
from assistant.offline.unstated import asks_beyond, denies_condition
from assistant.offline.weighed import weighed, weighs_another
from assistant.offline.words import any_of, cues, department_in, plain, replies, say
from index.hit import ANSWERABLE, UNSTATED, likeliest_kind

SURE = 0.7
"""Below it the reply says its doubt."""
_KEYWORDS = 12  # characters: a short text that asks nothing is a word looked up
_SUBJECTS = {
    "how_much": "amount", "target": "amount", "premise": "amount", "eligible": "who",
    "date": "date", "overlap": "overlap",
}  # fmt: skip
_WANTED = 0.3
"""As much as this share of the question's words: plain words on the very subject asked about."""
_AIMED = 0.35
"""Plain words that hold less of what the question shares with the clause do not answer it."""
_CLEAR_FACT = 0.4
"""A fact with this share of the chances is the one asked for."""
_SURELY = 0.6
"""With this chance a fact is asked for and not the unit, whoever asks for a who."""
_SECOND_FACT = 0.3
"""A second fact with this share is told as well."""
Clause = dict[str, Any]


def compose(turn: Turn, found: dict[str, Any], focus: Clause | None) -> ReplyDraft:
    """Write the draft for a turn whose tools have all answered."""
    kind = _kind(turn, found)
    worked = turn.calculations or turn.results("read_clause")
    if kind in ("smalltalk", "attack") and not worked and found["answerable"] < ANSWERABLE:
        return _aside(kind, turn.question, found)
    if any(call.name == "read_clause" and call.failed for call in turn.calls) and not turn.results("read_clause"):
        return _draft("not_stated", say("no_such_clause"), "nothing_found")
    rows = turn.results("list_measures")
    unlimited = turn.done("list_measures", {}) is not None and criterion(turn) is None
    everything = unlimited and asks_for_everything(turn, found)
    placed = bool(rows) and layout_asked(turn.question) is not None
    beyond = placed or asks_beyond(turn.question, found) or asks_whether_in_force(turn.question, found["answerable"])
    if focus is None or (found["answerable"] < ANSWERABLE and not worked and not everything and not beyond):
        return _draft("out_of_scope", say("out_of_scope", title=found["policy"]["title"]), "nothing_found")
    year = outside_life(turn.question, found["policy"], dated=kind == "date")
    if not found["policy"]["in_force"] or year:
        return _not_in_force(found, year)
    if turn.calculations:
        draft = _worked_out(turn, focus)
        claims = kind == "premise" and not turn.calculations[-1].inputs  # the clause's own amount, put up as another
        lead = _corrected(turn, found, focus) if disputes(turn) or claims else ""
        lead = weighed(turn, found) if weighs_another(turn, found) else lead
        return draft.model_copy(update={"text": f"{lead}\n{draft.text}"}) if lead else draft
    if everything:
        return overview(turn, found, rows[0])
    if rows and (list_of_them := listed(turn, rows[0])):
        return list_of_them
    return _from_clause(turn, found, focus, kind)


def _worked_out(turn: Turn, focus: Clause) -> ReplyDraft:
    if _is_sum(turn):
        return added_up(turn, focus)
    return both_told(turn, focus) if are_compared(turn) else calculated(turn, focus)


def _is_sum(turn: Turn) -> bool:
    """Say whether things were added up, or were to be and can at least be told one by one."""
    last = turn.calculations[-1]
    return last.name == ADD_UP and (not last.failed or any(not call.failed for call in turn.calculations))


def own_hardware(focus: Clause, *, computes: bool) -> ReplyDraft:
    """Write the reply to somebody who bought machines where the clause is for computing power.

    Of machines that do not even compute (机械臂) the text states nothing.
    """
    words = focus["plain"].get("supply") or focus["plain"]["what"]
    told = say("own_hardware", name=name_of(focus), sentences=f"{words['text']}{words['ref']}")
    status = "answered" if computes else "not_stated"
    return _draft(status, f"{told}\n{_units(focus, 'ask_units')}", "clause")


def _kind(turn: Turn, found: dict[str, Any]) -> str:
    """Return the likeliest kind of question; a figure put up for confirmation is a premise whatever the words."""
    if any_of(cues().asks_to_confirm).search(plain(turn.question)) and figures_of(turn.question):
        return "premise"
    if holds_on(turn.question):
        return "date"
    if takes_both(turn, found) or of_overlap(found):
        return "overlap"
    if asks_unit_too(turn):
        return "who"
    return likeliest_kind(found["kinds"], found["answerable"])


def _from_clause(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> ReplyDraft:
    asks = any_of((*cues().asks_anything, *cues().asks_to_confirm, *cues().asserts)).search(plain(turn.question))
    looked_up = len(turn.question) <= _KEYWORDS and not asks
    kind = _meant(turn, found, focus, "what" if looked_up and kind != "who" else kind)
    second = _second(turn, found, focus, kind)
    shown = [focus, *([second] if second else [])]
    if draft := units_without_details(turn, shown, list(replies().suggestions["clause"])):
        return draft
    stated = is_stated(turn, found, focus, kind, looked_up=looked_up)
    told = stated or (lacks_amount(found, focus, kind) and not details_left_out(turn, found, focus, kind))
    parts = [_main(turn, found, focus, kind) if told else unstated(turn, found, focus, kind)]
    if found["answerable"] < SURE and not turn.results("read_clause"):
        parts.append(say("doubt"))
    parts += [_beside(turn, found, second, kind)] if second else []
    if kind == "eligible" and stated:
        parts += [*_amount_too(focus, parts[0]), say("eligibility_note")]
    if kind != "who" or not stated:
        parts += _whom_to_ask(focus, parts[0], stated=stated)
    return _draft("answered" if stated else "not_stated", "\n".join(parts), "clause")


def _whom_to_ask(focus: Clause, told: str, *, stated: bool) -> list[str]:
    """Return whom to ask: the units of a clause; of the closing, which has none, the lead where it isn't named yet."""
    if focus["units"]:
        return [_units(focus, "units" if stated else "ask_units")]
    lead = focus["plain"].get("lead")
    if stated or lead is None or department_in(lead["text"]) in told:
        return []
    return [say("ask_lead", sentences=f"{lead['text']}{lead['ref']}")]


def _meant(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> str:
    """Return the kind that a question is of in the light of its clause; a who is not always for the unit."""
    if layout_asked(turn.question):
        return "who" if any_of(cues().asks_unit).search(plain(turn.question)) else "what"
    if kind == "define" and denies_condition(turn.question, focus):
        return "eligible"
    if kind != "who" or asks_unit_too(turn) or any_of(cues().asks_unit).search(plain(turn.question)):
        return kind
    if any_of(cues().asks_recipient).search(plain(turn.question)):
        return "eligible" if "who" in facts_asked(found, focus) else "what"
    facts = found["facts"].get(focus["clause"], {})
    best = max(facts, key=lambda fact: facts[fact], default=UNSTATED)
    return "what" if best in focus["plain"] and facts[best] >= _SURELY else kind


def _beside(turn: Turn, found: dict[str, Any], second: Clause, kind: str) -> str:
    """Tell of a second clause what the question asks of the first."""
    if kind == "who" and second["units"]:
        return units_of(second)
    return say("also", name=name_of(second), sentences=_told(turn, found, second, kind))


def _main(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> str:
    name = name_of(focus)
    if kind == "who":
        return _who(turn, found, focus)
    told = _told(turn, found, focus, kind)
    if kind == "which":
        return say("which", name=name, sentences=told)
    if kind == "premise":
        return _premise(turn, found, focus, told)
    return say("says", name=name, sentences=told)


def _amount_too(focus: Clause, told: str) -> list[str]:
    """Whoever asks whether he is eligible wants to know for how much, if he isn't told yet."""
    words = focus["plain"].get("amount")
    if not words or words["text"] in told:
        return []
    return [say("how_much", sentences=f"{words['text']}{words['ref']}")]


def _told(turn: Turn, found: dict[str, Any], clause: Clause, kind: str) -> str:
    """Return what a clause answers: the facts asked for, the plain words that fit the question, or its sentences."""
    if layout_asked(turn.question) and "what" in clause["plain"]:
        return f"{clause['plain']['what']['text']}{clause['plain']['what']['ref']}"
    if asked := ["who"] if _asks_for_whom(turn, found, clause) else facts_asked(found, clause):
        return "".join(f"{clause['plain'][fact]['text']}{clause['plain'][fact]['ref']}" for fact in asked)
    sentences = pick(turn.question, clause, kind)
    wanted = _subject(turn, kind)
    subjects = sorted(clause["plain"], key=lambda subject: (subject != wanted, subject))
    fits = {subject: told_by(turn.question, clause, clause["plain"][subject]["ref"]) for subject in subjects}
    best = max(subjects, key=lambda subject: fits[subject] + (_WANTED if subject == wanted else 0.0), default=None)
    if best is None or kind == "define" or fits[best] < _AIMED:
        return sentences
    return f"{clause['plain'][best]['text']}{clause['plain'][best]['ref']}"


def _asks_for_whom(turn: Turn, found: dict[str, Any], clause: Clause) -> bool:
    """Say whether the condition of a clause is asked for: how large something must be, or whom the money is for."""
    if threshold_asked(turn, found, clause):
        return True
    asks = any_of(cues().asks_recipient).search(plain(turn.question)) and "who" in clause["plain"]
    return bool(asks) and not set(facts_asked(found, clause)) - {"what", "amount", "who"}


def facts_asked(found: dict[str, Any], clause: Clause) -> list[str]:
    """Return the fact of a clause that the question asks for, and a second one that it may as well ask for."""
    judged = found["facts"].get(clause["clause"], {})
    chances = {fact: chance for fact, chance in judged.items() if fact in clause["plain"]}
    likely = sorted(chances, key=lambda fact: -chances[fact])
    if not likely or chances[likely[0]] < _CLEAR_FACT * sum(chances.values()):
        return []
    return [likely[0], *(fact for fact in likely[1:2] if chances[fact] >= _SECOND_FACT * sum(chances.values()))]


def _subject(turn: Turn, kind: str) -> str:
    """Return which of a clause's plain words a kind of question asks for."""
    if any_of(cues().asks_condition).search(plain(turn.question)):
        return "who"
    return _SUBJECTS.get(kind, "what")


def _who(turn: Turn, found: dict[str, Any], focus: Clause) -> str:
    if focus["units"]:
        return units_of(focus)
    return say("says", name=name_of(focus), sentences=_told(turn, found, focus, "who"))


def _premise(
    turn: Turn, found: dict[str, Any], focus: Clause, sentences: str, known: frozenset[Decimal] = frozenset()
) -> str:
    """Hold the figures of a claim against the clause; without figures let the text speak. ``known`` are no claims."""
    written = {value for _, value in figures_of("".join(sentence["text"] for sentence in focus["sentences"]))} | known
    if not focus["units"]:  # what is said of all clauses may be said of their figures
        written |= {
            value for hit in found["hits"] for sentence in hit["sentences"] for _, value in figures_of(sentence["text"])
        }
    absent = [shown for shown, value in figures_of(turn.question) if value not in written]
    if not absent:  # a figure that the clause has may still be said of the wrong thing: the text decides
        return say("premise", name=name_of(focus), sentences=sentences)
    figures = "、".join(dict.fromkeys(absent))
    return say("premise_differs", figures=figures, name=name_of(focus), sentences=sentences)


def _corrected(turn: Turn, found: dict[str, Any], focus: Clause) -> str:
    """Return what the clause says to a doubt about a calculation; the calculation follows once more."""
    result = turn.calculations[-1].data or {"steps": []}
    worked = frozenset(Decimal(step["value"]) for step in result["steps"] if step["unit"] == "CNY")
    return _premise(turn, found, focus, _told(turn, found, focus, "premise"), worked)


def _units(focus: Clause, template: str) -> str:
    return say(template, units="、".join(focus["units"]), ref=focus["units_ref"])


def _second(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> Clause | None:
    """Return a second clause worth showing: in comparisons, or where two clauses compete."""
    read = turn.results("read_clause")
    if len(read) > 1:
        return dict(read[1])
    if takes_both(turn, found):
        return None
    if compares(turn, found) and (side := other_side(turn, focus)):
        return side
    others = [hit for hit in found["hits"] if hit["clause"] != focus["clause"]]
    if not others or focus["clause"] != found["hits"][0]["clause"] or clause_numbers(turn.question):
        return None
    wanted = 0.15 if kind in ("compare", "portfolio") else 0.3
    return dict(others[0]) if others[0]["score"] >= wanted else None


def _aside(kind: str, question: str, found: dict[str, Any]) -> ReplyDraft:
    title = found["policy"]["title"]
    if kind == "attack":
        return _draft("out_of_scope", say("attack", title=title), "nothing_found")
    if any_of(cues().asks_favour).search(plain(question)):
        return _draft("out_of_scope", say("out_of_scope", title=title), "nothing_found")
    said = plain(question)
    if any_of(cues().thanks).search(said):
        return _draft("answered", say("thanks", title=title), "nothing_found")
    asks = any_of(cues().asks_anything).search(said) or any_of(cues().chats).search(said)
    if asks and not any_of(cues().about_me).search(said):
        return _draft("out_of_scope", say("out_of_scope", title=title), "nothing_found")
    return _draft("answered", say("greeting", title=title), "nothing_found")


def _not_in_force(found: dict[str, Any], year: str) -> ReplyDraft:
    policy = found["policy"]
    sentences = policy["in_force_text"] + policy["in_force_ref"]
    text = say("not_in_force", as_of=year or policy["as_of"], sentences=sentences)
    return _draft("not_in_force", text, "nothing_found")


def _draft(status: Any, text: str, suggestions: str) -> ReplyDraft:  # noqa: ANN401
    return ReplyDraft(status=status, text=text, suggestions=list(replies().suggestions[suggestions]))
