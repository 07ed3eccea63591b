"""The command line: ``suance …``. Each command imports what it needs when it runs: the light ones start fast."""

import contextlib
import io
import os
import sys

import click

from corpus.errors import SetupError, SuanceError
from ui.cli_chinese import ChineseGroup, usage_message

COMMANDS = {
    "serve": "ui.cli_serve:serve",
    "mcp": "ui.cli_mcp:mcp",
    "ask": "ui.cli_ask:ask",
    "batch": "ui.cli_ask:batch",
    "ticket": "ui.cli_ticket:ticket",
    "calc": "ui.cli_calc:calc",
    "check": "ui.cli_calc:check",
    "search": "ui.cli_look:search",
    "show": "ui.cli_look:show",
    "segment": "ui.cli_look:segment",
    "index": "ui.cli_serve:index",
    "user": "ui.cli_user:user",
    "eval": "ui.cli_eval:evaluate",
    "bench": "ui.cli_bench:bench",
}
"""Command → where it is defined, in the order of the help page."""


@click.group(cls=ChineseGroup, lazy=COMMANDS, context_settings={"max_content_width": 100})
@click.version_option(package_name="suance", prog_name="suance", message="%(prog)s %(version)s", help="显示版本。")
def cli() -> None:
    """算策：会算账、逐条引用原文的政策助手。

    \b
    例：
      suance ask 我们租国产算力签了1000万，能补多少
      suance show 第三条
      suance serve
    """  # noqa: D301


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 bad usage or input, 1 anything else; errors are one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    # under a locale without UTF-8 the words arrive undecoded
    sys.exit(run([os.fsencode(word).decode("utf-8", "surrogateescape") for word in given]))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code = cli.main(args=arguments, standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.Abort:
        return _complain("已中断", 1)
    except click.ClickException as error:
        return _complain(usage_message(error), 2)
    except SetupError as error:
        return _complain(str(error), 1)
    except SuanceError as error:
        return _complain(str(error), 2)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing to flush at exit
        return 1
    except OSError as error:
        sys.stdout = None
        return _complain(f"输出写不进去（{error.strerror}），请检查磁盘空间或输出的去处", 1)
    return code if isinstance(code, int) else 0


def _complain(line: str, code: int) -> int:
    text = " ".join(line.split()).encode("utf-8", "replace").decode("utf-8")
    with contextlib.suppress(OSError, AttributeError, ValueError):  # nobody listens on stderr
        print(f"suance: {text}", file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    main()
