"""Options and values that several commands share."""

import re
from datetime import date
from typing import Any

import click


class AsOf(click.ParamType[date]):
    """A date written as YYYY-MM-DD."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """Parse the date."""
        try:
            if isinstance(value, date):
                return value
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2026-03-01 的样子", param, ctx)


as_of = click.option("--as-of", type=AsOf(), help="按哪一天的政策回答，如 2026-03-01；默认今天。")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
out = click.option("--out", metavar="文件", help="写入文件；默认输出到屏幕。")
