import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.cli import COMMANDS, cli, run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))


def shell(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command line in this process: exit code, stdout, stderr."""
    capsys.readouterr()
    code = run(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        "index build",
        "index status",
        "ticket show",
        "ticket replay",
        "ticket list",
        "user add",
        "user password",
    ],
)
def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = shell(capsys, *command.split(), "--help")
    assert code == 0
    assert "用法：" in out and "选项" in out and "显示本说明" in out
    if command not in ("index", "ticket", "user"):
        assert "suance" in out.split("用法：")[1].replace(out.splitlines()[0], "", 1), "an example"


@pytest.mark.parametrize("said", ["3", "m03", "（三）", "第三条", "第3条", "第三條"])
def test_show_understands_any_name_of_a_clause(capsys: pytest.CaptureFixture[str], said: str) -> None:
    code, out, _ = shell(capsys, "show", said)
    assert code == 0 and "(三) 扩容“算力券”发放" in out and "责任单位：市经信局" in out


def test_show_prints_the_source_s_script_and_the_whole_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert "擴容" in shell(capsys, "show", "3", "--script", "hant")[1]
    assert shell(capsys, "show")[1].count("市经信局") >= 10


def test_ask_answers_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = shell(capsys, "ask", "国产算力签了1000万", "能补多少", "--as-of", "2026-11-23")
    assert code == 0
    assert "3,000,000 元（300万元）[1]" in out and "原文：" in out and "可以接着问：" in out


def test_index_is_built_reported_and_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(tmp_path / "new"))
    assert "还没有索引" in shell(capsys, "index", "status")[1]
    code, out, err = shell(capsys, "index", "build")
    assert code == 0 and "新增或改动 16 条" in out and "建立索引" in err
    assert "无须更新" in shell(capsys, "index", "build")[1]
    assert "最新" in shell(capsys, "index", "status")[1]


def test_batch_keeps_order_ids_and_every_conversation(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        {"id": "b", "turns": ["签了1000万的算力合同能补多少", "国产的"], "as_of": "2026-11-23"},
        {"id": 7, "turns": ["", "第三条归谁负责"]},
        {"id": "c", "turns": ["国产算力签了100万能补多少"], "as_of": "2030-01-01"},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    code, _, _ = shell(capsys, "batch", str(source), "--out", str(out))
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert code == 0 and [row["id"] for row in found] == ["b", 7, "c"]
    assert [len(row["replies"]) for row in found] == [2, 2, 1]
    assert found[0]["replies"][1]["calculations"][0]["amount_yuan"] == "3000000.00"
    assert [reply["status"] for reply in found[1]["replies"]] == ["failed", "answered"], "one bad turn stops nothing"
    assert found[2]["replies"][0]["status"] == "not_in_force"
    assert not list(tmp_path.glob("*.part"))
    printed = shell(capsys, "batch", str(source))[1]
    assert len(printed.splitlines()) == 3


def test_search_one_and_many(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = shell(capsys, "search", "银行利息帮我扛一半", "-k", "2", "--json")
    hits = json.loads(out)["hits"]
    assert code == 0 and len(hits) <= 2 and hits[0]["clause"] == "hz_ai_2024/m02"
    assert "問題庫" not in out and "加大融资" in hits[0]["label"]
    assert "加大融資" in json.loads(shell(capsys, "search", "銀行利息幫我扛一半", "--json")[1])["hits"][0]["label"]
    assert "没有找到" in shell(capsys, "search", "🎉")[1]
    source = tmp_path / "q.jsonl"
    source.write_text('{"id": "x", "text": "租显卡能报销吗"}\n{"id": "y", "text": ""}\n', encoding="utf-8")
    rows = [json.loads(line) for line in shell(capsys, "search", "--batch", str(source))[1].splitlines()]
    assert [row["id"] for row in rows] == ["x", "y"] and rows[1]["hits"] == []


def test_segment_a_policy_and_a_law(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = shell(capsys, "segment", str(ROOT / "corpus/policies/hz_ai_2024/source.txt"), "--json")
    found = json.loads(out)
    assert code == 0 and found["lossless"] is True
    assert [clause["number"] for clause in found["clauses"] if clause["kind"] == "measure"] == list(range(1, 15))
    law = tmp_path / "某条例.md"
    law.write_text("# 某条例\n第二章 总则\n第一条 甲。\n第二条 乙。\n", encoding="utf-8")
    code, out, err = shell(capsys, "segment", str(law))
    assert code == 0 and "document/m02" in out and "共 2 条，无损" in out
    assert "注意" in err and "第二章" in err


BAD = [
    (["ask", ""], "请输入"),
    (["ask", "   "], "请输入"),
    (["ask", "啊" * 100_000], "5000 字"),
    (["ask"], "缺少"),
    (["ask", "算力券", "--as-of", "明天"], "2026-03-01"),
    (["show", "99"], "1 至 14"),
    (["search"], "例：suance search"),
    (["search", "x", "-k", "0"], "-k"),
    (["batch", "/does/not/exist.jsonl"], "存在的文件"),
    (["segment", "/does/not/exist.txt"], "存在的文件"),
    (["segment", "."], "不是文件夹"),
    (["ticket", "show", "nonsense"], "suance ticket list"),
    (["ticket", "replay", ""], "suance ticket list"),
    (["nonsense"], "没有“nonsense”这个命令"),
    (["show", "--nonsense"], "没有 --nonsense 这个选项"),
    (["segment", "x", "y"], "多了参数"),
    (["ask", "算力券", "--as-of", "20260301"], "2026-03-01"),
    (["batch", "x.jsonl", "--out", ""], "--out"),
    (["search", "x", "--batch", "y.jsonl"], "只能写一样"),
    (["calc", "nonsense", "--json", "{}"], "nonsense"),
    (["calc", "compute_voucher", "--json", '{"colour": 1}'], "colour"),
    (["serve", "--port", "99999"], "--port"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD)
def test_bad_usage_is_one_clear_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = shell(capsys, *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1 and err.startswith("suance: ") and "Traceback" not in err and len(err) < 600


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ("算力".encode("gb18030"), "UTF-8"),
        (b"", "没有内容"),
        (b"a\x00b", "二进制"),
        (b"not json", "第 1 行"),
        (b'{"id": "a", "turns": ["x"]}\n{"id": "b"}', "第 2 行"),
        (b'{"id": "a", "turns": []}', "turns"),
        (b'{"id": "a", "turns": ["x"], "colour": 1}', "colour"),
        (b'{"id": "a", "turns": ["x"], "as_of": "soon"}', "as_of"),
        (b"[" * 100_000, "第 1 行"),
    ],
)
def test_a_bad_batch_file_is_refused_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, raw: bytes, says: str
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(raw)
    code, printed, err = shell(capsys, "batch", str(source), "--out", str(out))
    assert (code, printed) == (2, "") and says in err and err.count("\n") == 1
    assert not out.exists()


def test_an_environment_that_is_not_ready_exits_with_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    for name, value, says in [
        ("SUANCE_HOME", str(blocked / "home"), "SUANCE_HOME"),
        ("SUANCE_MODEL", "openai:x", "设置 OPENAI_BASE_URL"),
        ("SUANCE_ENCODER", "/nowhere", "SUANCE_ENCODER"),
    ]:
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            patch.setenv("HF_HUB_OFFLINE", "1")
            code, out, err = shell(capsys, "ask", "算力券")
        assert (code, out) == (1, "") and says in err and err.count("\n") == 1


def test_a_missing_number_in_a_policy_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (ROOT / "corpus/policies/hz_ai_2024/source.txt").read_text(encoding="utf-8").replace("(六)", "(九)")
    (tmp_path / "p.txt").write_text(text, encoding="utf-8")
    code, _, err = shell(capsys, "segment", str(tmp_path / "p.txt"), "--json")
    assert code == 2 and "p.txt:27" in err and "(九)" in err


NO_NETWORK = """
import socket, sys
def refuse(*arguments, **named):
    raise OSError("no network")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from ui.cli import run
sys.exit(run(sys.argv[1:]))
"""


def test_answers_with_the_network_blocked(home: Path) -> None:
    environment = {**os.environ, "SUANCE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, "ask", "国产算力签了1000万能补多少", "--json"],
        capture_output=True, text=True, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["calculations"][0]["amount_yuan"] == "3000000.00"
    assert "Traceback" not in done.stderr


def test_light_commands_do_not_import_the_heavy_packages() -> None:
    code = (
        "import sys\nfrom ui.cli import run\nrun(['show', '3'])\n"
        "heavy = {'torch', 'chromadb', 'langchain', 'gradio', 'sentence_transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_a_closed_pipe_leaves_no_traceback(home: Path) -> None:
    environment = {**os.environ, "SUANCE_HOME": str(home)}
    command = f"{sys.executable} -m ui.cli show | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert "Traceback" not in done.stderr


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output.startswith("suance 0.")


def test_search_looks_only_where_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = shell(
        capsys, "search", "奖励", "--unit", "金融办", "--as-of", "2026-03-01", "--chapter", "一、", "--json"
    )
    assert code == 0 and [hit["clause"] for hit in json.loads(out)["hits"]] == ["hz_ai_2024/m02"]
    code, out, _ = shell(capsys, "search", "奖励", "--as-of", "2031-01-01", "--json")
    assert code == 0 and json.loads(out) == {"hits": []}
    code, _, err = shell(capsys, "search", "奖励", "--policy", "sz")
    assert code == 2 and "hz_ai_2024" in err and len(err.splitlines()) == 1
