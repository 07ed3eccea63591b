"""``suance user``: who may open the staff pages."""

import sys

import click

from corpus.errors import InputError
from ui.cli_chinese import ChineseGroup
from ui.staff_users import UserFile


@click.group(cls=ChineseGroup)
def user() -> None:
    """管理能打开工作人员页面（工单、评测）的人。"""


@user.command()
@click.argument("name", metavar="用户名")
def add(name: str) -> None:
    """添加一个人；密码在终端里输入，或从标准输入读一行，不写在命令里。

    \b
    例：
      suance user add 王芳
      suance user add 王芳 < 密码文件
    """  # noqa: D301
    from ui.staff_users import check_name

    name = check_name(name)
    _users().add(name, _password())
    click.echo(f"已添加 {name}。打开网页的“查条款”或“评测”，用这个名字登录。")


@user.command()
@click.argument("name", metavar="用户名")
def password(name: str) -> None:
    """换一个人的密码；用旧密码登录的地方随即退出。

    \b
    例：
      suance user password 王芳
    """  # noqa: D301
    _users().change(name, _password())
    click.echo(f"已更换 {name} 的密码。")


@user.command("list")
def list_users() -> None:
    """列出所有人和添加的日期。

    \b
    例：
      suance user list
    """  # noqa: D301
    found = _users().all()
    lines = [f"{one.name}  {one.added.astimezone():%Y-%m-%d}" for one in found.values()]
    click.echo("\n".join(lines) or "还没有用户。用 suance user add 用户名 添加。")


@user.command()
@click.argument("name", metavar="用户名")
def remove(name: str) -> None:
    """去掉一个人；已登录的地方随即退出。

    \b
    例：
      suance user remove 王芳
    """  # noqa: D301
    _users().remove(name)
    click.echo(f"已去掉 {name}。")


def _users() -> UserFile:
    from assistant.settings import read_settings

    return UserFile(read_settings().home)


def _password() -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        line = sys.stdin.readline() if sys.stdin else ""
        return line.removesuffix("\n").removesuffix("\r")
    first = click.prompt("密码", hide_input=True, err=True, prompt_suffix="：")
    if click.prompt("再输一遍", hide_input=True, err=True, prompt_suffix="：") != first:
        raise InputError("密码", "（不显示）", allowed="两遍相同的密码", question="请重新运行命令")
    return str(first)
