"""Click in Chinese: help headings and usage errors."""

import re
from importlib import import_module
from typing import Any

import click


class ChineseCommand(click.Command):
    """A command whose help is Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with Chinese words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]").replace("COMMAND", "命令")
        formatter.write_usage(ctx.command_path, pieces.replace("[ARGS]...", "[参数]…"), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Chinese heading."""
        rows = [row for parameter in self.get_params(ctx) if (row := parameter.get_help_record(ctx))]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose help is Chinese; ``lazy`` names commands whose modules are imported when they are first needed."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, lazy: dict[str, str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, lazy ones first, in the order given."""
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module if need be."""
        if cmd_name in self.lazy:
            module, _, name = self.lazy[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first lines."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(60)) for name, command in found if command])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command; an unknown one is named in Chinese."""
        if args and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"没有“{args[0]}”这个命令。可用的命令：{'、'.join(self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)


def usage_message(error: click.ClickException) -> str:
    """Return one Chinese line for a usage error."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"。用 {context.command_path} --help 查看用法" if context else ""
    return f"{_reason(error).rstrip('.。')}{hint}"


def _reason(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项{near}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "参数"
        return f"缺少 {name}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else "参数"
        return f"{name} 的值不合适，{_wanted(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 后面缺少值"
    return _plain(error.message)


def _wanted(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.IntRange):
        return f"应为 {kind.min} 到 {kind.max} 的整数"
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(str(choice) for choice in kind.choices)} 之一"
    return _plain(error.message)


def _plain(message: str) -> str:
    """Turn click's English into Chinese; our own messages are Chinese already."""
    extra = re.search(r"unexpected extra arguments? \((.*)\)", message)
    if extra:
        return f"多了参数 {extra[1]}"
    return "用法不对" if message.isascii() else message
