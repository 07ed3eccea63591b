from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant.reply import Reply, Status, StepEvent
from corpus.clause import Policy, Span
from corpus.normalise import to_script
from ui.render import answer_html, ask_link, circled, question_html, text_html, working_html
from ui.render_calculation import beside_cards
from ui.render_clause import clause_html, contents_html
from ui.render_frame import header_html, note_html, welcome_html
from ui.render_money import exact_money, money
from ui.render_place import Place

MakeReply = Callable[..., Reply]
ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">\n\n**[1]** <b>&amp;'


class Seen(HTMLParser):
    """Tags and text of a piece of HTML; text by the class it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.marked: list[str] = []
        self.text = ""
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_mark = self._in_mark or tag == "mark"
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marked.append(data)


def test_a_question_is_shown_as_text_and_nothing_else() -> None:
    shown = question_html(ATTACK)
    assert set(Seen(shown).tags) == {"div", "br"}
    assert "<script>alert(1)</script>" in unescape(shown)
    assert "\n" not in shown


def test_a_hostile_text_adds_no_element_to_an_answer(policy: Policy, make_reply: MakeReply) -> None:
    reply = make_reply("多少").model_copy(update={"text": ATTACK, "suggestions": (ATTACK,), "question": ATTACK})
    seen = Seen(answer_html(reply, {policy.id: policy}))
    assert not {"script", "img", "b"} & set(seen.tags)
    assert all(link.startswith(("#clause/", "#ask/")) for link in seen.links)


def test_marks_link_to_the_cited_span(policy: Policy, make_reply: MakeReply) -> None:
    reply = make_reply("多少")
    seen = Seen(answer_html(reply, {policy.id: policy}))
    cited = reply.citations[0]
    assert f"#clause/{cited.clause}/{cited.start}-{cited.end}/hans" in seen.links


def test_marks_of_an_unfinished_answer_are_no_links() -> None:
    assert Seen(working_html((), "可得 300 万元[1]")).links == []


def test_a_mark_without_citation_is_no_link() -> None:
    assert Seen(text_html("见[7]", {})).links == []


def test_an_answer_is_one_line_so_that_markdown_leaves_it_alone(policy: Policy, make_reply: MakeReply) -> None:
    assert "\n" not in answer_html(make_reply("1000万能拿多少"), {policy.id: policy})


def test_a_traditional_answer_has_no_simplified_words(policy: Policy, make_reply: MakeReply) -> None:
    reply = make_reply("1000萬能拿多少補貼")
    shown = Seen(answer_html(reply, {policy.id: policy})).text
    assert shown == to_script(shown, "hant")
    assert "擴容" in shown


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ANSWERED])
def test_every_status_but_answered_wears_a_badge(policy: Policy, make_reply: MakeReply, status: Status) -> None:
    assert 'class="sc-badge"' in answer_html(make_reply("多少", status), {policy.id: policy})


def test_a_failed_answer_offers_the_question_again(policy: Policy, make_reply: MakeReply) -> None:
    seen = Seen(answer_html(make_reply("会失败吗?&#", Status.FAILED), {policy.id: policy}))
    assert seen.links[0] == "#ask/%E4%BC%9A%E5%A4%B1%E8%B4%A5%E5%90%97%3F%26%23"


def test_choices_stand_under_the_question_they_answer(policy: Policy, make_reply: MakeReply) -> None:
    def order(status: Status) -> bool:
        shown = answer_html(make_reply("1000万能拿多少", status), {policy.id: policy})
        return shown.index("sc-next") < shown.index("sc-calculation")

    assert order(Status.NEEDS_INPUT)
    assert not order(Status.ANSWERED)


def test_a_calculation_shows_amount_steps_and_their_quotes(policy: Policy, make_reply: MakeReply) -> None:
    reply = make_reply("1000万能拿多少")
    shown = Seen(answer_html(reply, {policy.id: policy})).text
    assert "800 万元" in shown
    assert "8,000,000.00 元" in shown
    assert "9,000,000 与 8,000,000 取小 =" in shown
    for step in reply.calculations[0].steps:
        assert to_script(step.quote, "hans") in shown


@pytest.mark.parametrize(
    ("update", "shown"),
    [
        ({"bound": "range", "range_yuan": (Decimal(200000), Decimal(1000000))}, "区间20 万元 至 100 万元"),
        ({"status": "not_in_force", "amount_yuan": None}, "该日期政策不适用"),
        ({"bound": "none", "amount_yuan": None}, "未规定金额"),
        ({"kind": "reverse", "status": "unreachable", "amount_yuan": None}, "无法达到"),
        ({"kind": "reverse", "amount_yuan": Decimal("26666666.67")}, "至少需要26,666,666.67 元"),
        ({"bound": "exact", "amount_yuan": Decimal(0)}, "金额0.00 元"),
    ],
)
def test_every_kind_of_result_has_its_words(
    policy: Policy, make_reply: MakeReply, update: dict[str, object], shown: str
) -> None:
    reply = make_reply("1000万能拿多少")
    result = reply.calculations[0].model_copy(update=update)
    assert shown in Seen(answer_html(reply.model_copy(update={"calculations": (result,)}), {policy.id: policy})).text


def test_what_a_card_shows_is_not_said_twice(make_reply: MakeReply) -> None:
    results = make_reply("1000万能拿多少").calculations
    text = (
        "最高 800 万元[1]。\n算法：\n- 国产算力合同：3000 × 30%[2]\n前提：\n- 当年此前未申领过算力券。\n- 另一句\n完。"
    )
    assert beside_cards(text, results, "hans") == "最高 800 万元[1]。\n前提：\n- 另一句\n完。"
    assert beside_cards(text, (), "hans") == text


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        ("3000000", "300 万元"),
        ("250000000", "2.5 亿元"),
        ("12345600", "1,234.56 万元"),
        ("12345.67", "12,345.67 元"),
        ("9999.5", "9,999.50 元"),
        ("0", "0.00 元"),
    ],
)
def test_money_is_never_rounded(yuan: str, shown: str) -> None:
    assert money(Decimal(yuan)) == shown


def test_exact_money_goes_to_the_fen_in_the_readers_script() -> None:
    assert exact_money(Decimal("1234567.5"), "hant") == "1,234,567.50 元"
    assert money(Decimal(3000000), "hant") == "300 萬元"


def test_the_marked_words_are_the_quote_in_both_scripts_and_the_text_is_whole(policy: Policy) -> None:
    for clause in policy.clauses:
        html = clause_html({policy.id: policy}, Place(clause.id, clause.body))
        quote = clause.body.of(policy.source)
        seen = Seen(html)
        assert seen.marked == [to_script(quote, "hans"), quote]
        assert policy.source[clause.span.start : clause.body.start] in seen.text
        assert policy.source[clause.body.start : clause.span.end] in seen.text


def test_a_span_over_heading_and_body_is_marked_in_both(policy: Policy) -> None:
    clause = policy.clause("m03")
    html = clause_html({policy.id: policy}, Place(clause.id, Span(clause.span.start, clause.body.start + 4)))
    simplified = to_script(clause.text, "hans")
    assert "".join(Seen(html).marked[:3]).startswith(simplified[:12])


@pytest.mark.parametrize("span", [None, Span(0, 5), Span(10**8, 10**8 + 1)])
def test_a_span_outside_the_clause_marks_nothing(policy: Policy, span: Span | None) -> None:
    html = clause_html({policy.id: policy}, Place("hz_ai_2024/m03", span))
    assert Seen(html).marked == []
    assert "扩容“算力券”发放" in Seen(html).text


def test_an_unknown_clause_shows_the_contents(policy: Policy) -> None:
    for place in (Place("hz_ai_2024/m99"), Place("no_such/m01")):
        shown = Seen(clause_html({policy.id: policy}, place)).text
        assert "没有找到这一条" in shown
        assert "支持算力技术攻关" in shown


def test_the_contents_lead_to_every_clause(policy: Policy) -> None:
    links = Seen(contents_html({policy.id: policy})).links
    assert links == [Place(clause.id).href for clause in policy.clauses]


@pytest.mark.parametrize(
    "place",
    [Place("hz_ai_2024/m03"), Place("hz_ai_2024/m03", Span(3, 9), "hant"), Place("hz_ai_2024/closing", Span(0, 1))],
)
def test_a_place_survives_its_link(place: Place) -> None:
    assert Place.parse(place.href.removeprefix("#clause/")) == place


@pytest.mark.parametrize("text", ["", "m03", "../m03", "a/b/c", "a/b/1-2/en", "<b>/x", "a/b/1-99999999999999999999"])
def test_what_is_no_place_is_refused(text: str) -> None:
    assert Place.parse(text) is None


def test_the_header_says_what_this_is(policy: Policy) -> None:
    other = replace(policy, title="<甲>")
    shown = header_html({policy.id: policy, "other": other})
    for words in (policy.title, "2024-08-19", "2027-12-31", policy.related[0].title, "未收录", "上限而非承诺"):
        assert words in shown
    assert "&lt;甲&gt;" in shown


def test_small_pieces() -> None:
    assert [circled(number) for number in (1, 20, 21)] == ["①", "⑳", "(21)"]
    assert note_html("") == ""
    assert note_html("<x>") == '<p role="alert">&lt;x&gt;</p>'
    assert ask_link("a b", "<问>") == '<a class="sc-ask" role="button" href="#ask/a%20b">&lt;问&gt;</a>'
    assert 5 <= len(Seen(welcome_html()).links) <= 6


def test_a_stage_is_shown_once_and_only_the_last_is_running() -> None:
    steps = [StepEvent("search", "检索"), StepEvent("search", "再检索"), StepEvent("calculate", "计算")]
    shown = working_html(steps)
    assert Seen(shown).text == "再检索计算"
    assert shown.count("sc-now") == 1
    assert "sc-now" not in working_html(steps, "可得")
