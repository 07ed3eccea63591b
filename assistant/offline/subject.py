"""What a turn is about: the searches to make, and the clause to read where the search does not know it."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.carry import names_nothing, subject_of
from assistant.offline.categories import find_categories
from assistant.offline.context import SEARCH, Calls, doubtful_search, leaning_search
from assistant.offline.contracts import VOUCHER
from assistant.offline.criteria import by_rank, of_each_told
from assistant.offline.dates import asks_whether_in_force
from assistant.offline.follow_up import bare_request, leans, one_of_several, refers_back
from assistant.offline.kinds import SURE_SCORE, compares, is_sure, own_search, takes_both, top_kind
from assistant.offline.layout import layout_asked
from assistant.offline.parts import sides_of
from assistant.offline.quantities import find_values
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import Turn
from assistant.offline.unsaid import asks_desk, asks_unsaid
from assistant.offline.unstated import asks_beyond
from assistant.offline.words import any_of, cues, department_in, plain
from corpus.normalise import fold, without_asking
from corpus.numerals import NUMERAL
from index.hit import ANSWERABLE
from index.tokenise import words

_CLAUSE_NUMBER = re.compile(
    rf"第\s*([{NUMERAL}]+)\s*(?:条|项|点|款|个措施)|措施\s*([{NUMERAL}]+)|(?:measure|clause|article|item)s?\s*(\d\d?)(?!\d)|\bm(\d\d?)\b|[(]([一二三四五六七八九十]+)[)]"
)
_NUMBER = re.compile(r"/m(\d+)$")
_ABOUT_A_CLAUSE = frozenset({"who", "procedure", "eligible", "how_much", "what", "define", "premise", "which"})
_OF_UNITS = frozenset({"who", "premise"})
_SHORT = 14  # characters of a question that may lean on the one before without saying so
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NO_MATTER = 0.3  # a question for a clause's number without a hit of this score names no matter
_AS_GOOD = 0.8  # of the best score: as much speaks for the clause told last where the words do not lean on it
_SOME_MATTER = 0.2  # the same for a question on the support itself
_UNTOLD = 0.3  # a question for dates that less is stated of than this is for no date of the policy's
_NAMED = 0.5  # a clause whose heading is named is meant from this score on
_JUDGED_NEAR = 0.4  # a question of a few words that is judged this near to answerable
_CLEAR = 0.4  # a side of a comparison with a hit of this score is about that clause
_CLOSING = "closing"  # the clause on other policies and dates


def first_look(turn: Turn) -> Calls:
    """Search the question by itself; one that leans on an earlier turn also in its light. Read what it numbers.

    Then search one in that light that turns out to name no matter by itself; none where enough was searched.
    """
    if turn.calls:
        return doubtful_search(turn)
    calls: Calls = [(SEARCH, {"query": turn.question}), *leaning_search(turn)]
    numbers = clause_numbers(turn.question) or beside_last(turn)
    return calls + [("read_clause", {"clause": clause}) for clause in numbers]


def beside_last(turn: Turn) -> list[str]:
    """Return the number of the clause before or behind the one told last: 下一条; none for another question.

    Where the turn before showed several clauses, the one before is one of these: none.
    """
    told = _NUMBER.search(turn.cited_clauses[-1]) if turn.cited_clauses else None
    if told is None or len(turn.last_cited) > 1:
        return []
    said = plain(turn.question)
    if any_of(cues().that_before).search(said) and not _goes_by_number(turn.earlier[-1]):
        others = [clause for clause in turn.cited_clauses if clause != turn.cited_clauses[-1]]
        return others[-1:]
    step = 1 if any_of(cues().next_clause).search(said) else -1 if any_of(cues().previous_clause).search(said) else 0
    if any_of(cues().one_up).search(said) and turn.earlier and _goes_by_number(turn.earlier[-1]):
        step = -1
    return [str(int(told[1]) + step)] if step else []


def _goes_by_number(question: str) -> bool:
    """Say whether a question walks along the numbers of the clauses: 第三条, 下一条; then 上一条 is one number up."""
    steps = any_of((*cues().next_clause, *cues().previous_clause, *cues().one_up)).search(plain(question))
    return bool(steps or clause_numbers(question))


def clause_numbers(question: str) -> list[str]:
    """Return the numbers of up to two clauses that a question names: 第三条; none for 第三条后面那条."""
    if layout_asked(question):
        return []
    folded = fold(question)
    found = [next(part for part in match.groups() if part) for match in _CLAUSE_NUMBER.finditer(folded)]
    return list(dict.fromkeys(found))[:2]


def further_looks(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> Calls:
    """Return the searches for both sides of a comparison, or the clause to read; none where enough is known."""
    if turn.results("read_clause") or turn.calculations or of_each_told(turn) or by_rank(turn):
        return []
    if subject := subject_of(turn, found, tools):
        known = subject in [hit["clause"] for hit in found["hits"]]
        return [] if known else [("read_clause", {"clause": subject})]
    if (meant := _side_meant(turn)) and turn.done(*meant) is None:
        return [meant]
    clause = _referred_clause(turn, tools)
    if clause is None:
        asks = compares(turn, found) and found["answerable"] >= ANSWERABLE
        sides = [(SEARCH, {"query": side}) for side in sides_of(turn.question)] if asks else []
        if any(turn.done(*call) is None for call in sides):
            return sides
        clause = _clause_to_read(turn, found, tools)
    return [] if clause is None or turn.done_any("read_clause") else [("read_clause", {"clause": clause})]


def _side_meant(turn: Turn) -> tuple[str, Arguments] | None:
    """Return the search for the one of two things compared before that the question goes on about: 后面那个."""
    place = one_of_several(turn)
    sides = sides_of(turn.earlier[-1]) if place is not None else []
    return (SEARCH, {"query": sides[place]}) if place is not None and place < len(sides) else None


def _referred_clause(turn: Turn, tools: Mapping[str, Tool]) -> str | None:
    """Return the clause that 它 means, or the second of those shown; for a bare 帮我算 the last that can be calculated.

    None where the question names a matter of its own: 回到总部企业，那条归谁管.
    """
    if not turn.cited_clauses or clause_numbers(turn.question):
        return None
    if bare_request(turn):
        calculable = {tool.clause for tool in tools.values()}
        return next((clause for clause in reversed(turn.cited_clauses) if clause in calculable), None)
    side = turn.done(*meant) if (meant := _side_meant(turn)) else None
    if side and side.data["hits"] and side.data["hits"][0]["score"] >= _CLEAR:
        return str(side.data["hits"][0]["clause"])
    place = one_of_several(turn)
    several = turn.last_cited if len(turn.last_cited) > 1 else tuple(dict.fromkeys(turn.cited_clauses))
    if place is not None and place < len(several):
        return several[place]
    return turn.cited_clauses[-1] if refers_back(turn) and not is_sure(own_search(turn)) else None


def _clause_to_read(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> str | None:
    """Return a clause that the question is about although the search is not sure of it."""
    sure = bool(found["hits"]) and found["hits"][0]["score"] >= SURE_SCORE and found["answerable"] >= ANSWERABLE
    last = turn.cited_clauses[-1] if turn.cited_clauses else _CLOSING
    if _asks_of_all(turn, found, sure=sure):
        return _CLOSING
    if top_kind(found) == "overlap" and found["answerable"] >= ANSWERABLE:
        return None
    if asks_beyond(turn.question, found) and found["hits"][0]["score"] < _SOME_MATTER:
        return last
    if _asks_detail_of_last(turn, sure=sure) or _still_there(turn, found):
        return last
    if _asks_its_condition(turn, found):
        return str(found["hits"][0]["clause"])
    if sure:
        return None
    if turn.cited_clauses and not turn.awaiting and _is_short(turn.question) and _goes_on(turn, found):
        return turn.cited_clauses[-1]
    return tools[VOUCHER].clause if VOUCHER in tools and is_about_computing(turn.question) else None


def _asks_of_all(turn: Turn, found: dict[str, Any], *, sure: bool) -> bool:
    """Say whether a question is one that the closing answers: dates, who leads the whole, two supports at once."""
    if asks_whether_in_force(turn.question, found["answerable"]) or takes_both(turn, found):
        return True
    if found["answerable"] < ANSWERABLE:
        return False
    whole = any_of(cues().of_the_whole).search(plain(turn.question))
    if whole and top_kind(found) in _OF_UNITS:
        return True
    return top_kind(found) == "overlap" and not (sure and found["kinds"]["overlap"] < SURE_SCORE)


def _asks_detail_of_last(turn: Turn, *, sure: bool) -> bool:
    """Say whether a few words ask for a detail of the clause told last, or of the office itself: 电话呢, 网址有没有."""
    of_last = bool(turn.cited_clauses) and _is_short(turn.question) and asks_unsaid(turn.question)
    return not sure and (of_last or asks_desk(turn.question))


def _still_there(turn: Turn, found: dict[str, Any]) -> bool:
    """Say whether a question that carries on may as well be about the clause told last as about what is found."""
    hits = own_search(turn)["hits"]
    if not hits or not turn.cited_clauses or turn.awaiting:
        return False
    last, best = turn.cited_clauses[-1], hits[0]["score"]
    score = next((hit["score"] for hit in hits if hit["clause"] == last), 0.0)
    near = score >= max(_SOME_MATTER, best / 2 if leans(turn) else _AS_GOOD * best)
    return bool(found["hits"][0]["clause"] != last and best < SURE_SCORE and near)


def _asks_its_condition(turn: Turn, found: dict[str, Any]) -> bool:
    """Say whether a question names a clause by its heading and asks for its condition in a few words."""
    said, hits = plain(turn.question), found["hits"]
    if not hits or found["answerable"] >= ANSWERABLE or any_of(cues().elsewhere).search(said):
        return False
    if not any_of(cues().asks_condition).search(said):
        return False
    if not any(word in said for word in words(fold(hits[0]["label"])) if len(word) > 1):
        return False
    near = hits[0]["score"] >= _NAMED and found["answerable"] >= _JUDGED_NEAR
    return near or _says_only(said, hits[0])


def _says_only(said: str, hit: dict[str, Any]) -> bool:
    """Say whether all words of a question but those of asking are a clause's own: 备案要什么条件, not 网站备案要…."""
    asked = any_of((*cues().asks_condition, *cues().beside_condition)).sub(" ", without_asking(said))
    text = fold(hit["label"] + "".join(sentence["text"] for sentence in hit["sentences"]))
    return all(word in text for word in words(asked) if len(word) > 1)


def _is_short(question: str) -> bool:
    """Say whether a question is too short to name a matter; a Latin word counts like two characters at most."""
    said = plain(question)
    return len(_LATIN_WORD.sub(lambda word: word[0][:1], said).replace(" ", "")) <= _SHORT


def _goes_on(turn: Turn, found: dict[str, Any]) -> bool:
    """Say whether a short question asks something of the clause of the turn before."""
    kind = top_kind(found)
    if kind == "date":  # for no date of the policy's, where so little is stated: 钱几天能到账
        return bool(found["stated"] < _UNTOLD and found["answerable"] >= ANSWERABLE and names_nothing(turn))
    if kind != "which":
        return kind in _ABOUT_A_CLAUSE
    scores = [hit["score"] for hit in found["hits"][:1]]
    return bool(scores) and scores[0] < _NO_MATTER and not department_in(turn.question)


def is_about_computing(question: str) -> bool:
    """Say whether a question names computing power or a chip and asks for support: the voucher's matter."""
    said = plain(question)
    named = find_categories(question) or any_of(cues().computing).search(said)
    if not named or any_of(cues().elsewhere).search(said):
        return False
    supported = any_of(cues().asks_support).search(said)
    wants = any_of(cues().asks_amount).search(said) or any_of(cues().asks_to_calculate).search(said)
    if not wants and any_of(cues().computing).search(said):
        wants = any_of(cues().asks_whether).search(said)
    figures = any(value.kind == "money" for value in find_values(question))
    return bool((supported and wants) or (figures and wants and any_of(cues().contract).search(said)))
