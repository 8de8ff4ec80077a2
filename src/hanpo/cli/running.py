"""Commands that run the house: the demo, the web server, the worker."""

from __future__ import annotations

import os
import sys

import click
from django.conf import settings
from django.utils.translation import gettext as _

from hanpo.cli import console, processes
from hanpo.cli.preparing import run_all
from hanpo.cli.setting_up import set_up
from hanpo.core import clock
from hanpo.core import demo as demo_data
from hanpo.core.jobs import worker as work

HOST = "127.0.0.1"


@click.command(help=_("兵庫県のデモを用意し、この機械だけで開けるサイトとして動かします。"))
@click.option("--serve/--no-serve", default=True, help=_("用意ができたあと、サイトを動かすかどうか。"))
@click.option("--port", default=8000, show_default=True, help=_("サイトのポート番号。"))
def demo(*, serve: bool, port: int) -> None:
    """Set up, load the demo, prepare work, tell how to sign in, and run site and worker until Ctrl-C."""
    os.environ.setdefault("HANPO_SITE_URL", f"http://{HOST}:{port}")
    if serve and not processes.is_free(HOST, port):
        console.fail(_("ポート%d番は使われています。--port でほかの番号を指定してください。") % port, console.REFUSED)
    set_up()
    _load_demo()
    run_all()
    _tell_sign_ins()
    if serve:
        sys.exit(_run_house(port))


@click.command(help=_("サイトを動かします（gunicorn）。前に https の中継を置いてください。"))
@click.option("--bind", default=f"{HOST}:8000", show_default=True, help=_("待ち受けるアドレスとポート。"))
@click.option("--workers", default=2, show_default=True, help=_("プロセスの数。"))
def serve(*, bind: str, workers: int) -> None:
    """Become the web server."""
    set_up()
    command = processes.server_command(bind, workers)
    os.execv(command[0], command)  # noqa: S606 (a program of ours, without a shell)


@click.command(help=_("時間のかかる処理と、決まった時刻のおぜん立てを受け持ちます。"))
@click.option("--until-empty", is_flag=True, help=_("いま待っている分が終わったら止まります。"))
def worker(*, until_empty: bool) -> None:
    """Work until a signal comes."""
    console.say(_("処理の受け持ちを始めました。"))
    work.run_worker(until_empty=until_empty)


def _load_demo() -> None:
    console.say(_("デモのデータを用意しています。"))
    try:
        demo_data.load_demo(today=clock.today(), loaded=lambda label: console.say(f"  {label}"))
    except demo_data.HouseInUse:
        console.fail(
            _("このデータベースには、デモではない利用者がいます。デモは空のデータベースに入れてください。"),
            console.REFUSED,
        )


def _tell_sign_ins() -> None:
    console.say("")
    console.say(_("まずはここから（パスワードは全員 %s です）") % demo_data.PASSWORD)
    starts = [(start.username, str(start.who), str(start.trial)) for start in demo_data.STARTS]
    console.show_table([_("利用者ID"), _("だれとして"), _("試してみること")], starts)
    console.say("")
    console.say(_("全員（役割ごと）"))
    rows = [(entry.role, entry.username, entry.name, entry.posts) for entry in demo_data.sign_ins()]
    console.show_table([_("役割"), _("利用者ID"), _("氏名"), _("配属")], rows)
    console.say(_("人物・世帯・電話番号はすべて架空です。"))
    if not settings.REQUIRE_SECOND_FACTOR:
        console.say(_("試しやすいように、二つ目の確認（ワンタイムパスワードなど）は求めません。本番では求めます。"))


def _run_house(port: int) -> int:
    commands = (processes.server_command(f"{HOST}:{port}", 2), processes.worker_command())
    with processes.started(*commands) as house:
        if house.is_answering(HOST, port):
            console.say(_("サイトを開いてください： %s （止めるときは Ctrl-C）") % os.environ["HANPO_SITE_URL"])
        is_asked = house.wait_for_end()
        console.say(_("サイトを止めています。") if is_asked else _("途中で止まったため、全体を止めます。"))
    return 0 if is_asked else console.PROBLEM
