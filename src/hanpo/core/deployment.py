"""What a house needs before people may work in it: each check says what it found and what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hanpo.core import clock, scope
from hanpo.core.database.guards import scoped_models
from hanpo.core.documents import missing_fonts
from hanpo.core.documents.fonts import NEEDED
from hanpo.core.models import Assignment, AuditEntry

FREE_DISK_GB = 5
BACKUP_DAYS = 2
CLOCK_SECONDS = 60
SHORTEST_KEY = 40
SIGNS = ("b", "A", "a", "B", "-", "ア", "ガ", "カ", "あ", "ー", "一", "𠮷")
"""Signs that languages sort differently."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what was looked at, what was found, and what to do when it is not well."""

    label: str
    is_ok: bool
    detail: str
    remedy: str


def findings() -> list[Finding]:
    """Every check, in the order in which one puts a house right; after a dead database nothing else is asked of it."""
    database = _database()
    on_database = (_migrations, _administrator, _row_security, _sorting, _worker, _clock) if database.is_ok else ()
    checks: tuple[Callable[[], Finding], ...] = (
        _debug, _secret_key, _https, _proxies, _hosts, _second_factor, _fonts, _mail, _disk, _backup, _time_zone,
        *on_database,
    )  # fmt: skip
    return [database, *(check() for check in checks)]


def note_backup(file: Path) -> None:
    """Remember that a backup was written now, for the check that asks for a recent one."""
    content = json.dumps({"at": clock.now().isoformat(), "file": str(file.absolute())}, ensure_ascii=False)
    _backup_note().write_text(content, encoding="utf-8")


def _backup_note() -> Path:
    return Path(settings.HOME) / "last-backup.json"


def _debug() -> Finding:
    return Finding(
        _("デバッグ表示"), not settings.DEBUG, _("入") if settings.DEBUG else _("切"),
        _("HANPO_DEBUG を消してください。"),
    )  # fmt: skip


def _secret_key() -> Finding:
    key = settings.SECRET_KEY
    is_ok = len(key) >= SHORTEST_KEY and not key.startswith("django-insecure")
    remedy = _("HANPO_SECRET_KEY に50文字以上のでたらめな文字を入れてください。")
    return Finding(_("秘密の鍵"), is_ok, _("%d文字") % len(key), remedy)


def _https() -> Finding:
    is_ok = settings.IS_HTTPS and settings.SITE_URL.startswith("https://")
    return Finding(
        _("通信の暗号化"), is_ok, settings.SITE_URL,
        _("https の中継を置き、HANPO_HTTPS=true と HANPO_SITE_URL=https://… を設定してください。"),
    )  # fmt: skip


def _proxies() -> Finding:
    """Behind a proxy that is not counted, every visitor has the proxy's address: the lock-out takes them for one."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return Finding(
        _("前に立つ中継の数"), count > 0 or not settings.IS_HTTPS, str(count),
        _("HANPO_PROXIES に中継の数（ふつうは 1）を入れてください。"),
    )  # fmt: skip


def _hosts() -> Finding:
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in ("127.0.0.1", "localhost")]
    return Finding(
        _("サイトの名前"), bool(hosts) and "*" not in hosts, ", ".join(settings.ALLOWED_HOSTS),
        _("HANPO_HOSTS にこのサイトのホスト名だけを入れてください。"),
    )  # fmt: skip


def _second_factor() -> Finding:
    is_on = settings.REQUIRE_SECOND_FACTOR
    remedy = _("HANPO_REQUIRE_SECOND_FACTOR を消してください（既定で求めます）。")
    return Finding(_("職員の二つ目の確認"), is_on, _("求める") if is_on else _("求めない"), remedy)


def _fonts() -> Finding:
    missing = missing_fonts()
    packages = " ".join(sorted({NEEDED[family] for family in missing}))
    detail = _("ない書体： %s") % "、".join(missing) if missing else _("そろっています")
    return Finding(_("PDFの書体"), not missing, detail, _("apt-get install %s を実行してください。") % packages)


def _mail() -> Finding:
    remedy = _("HANPO_SMTP_URL にメールサーバーを設定し、つながることを確かめてください。")
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Finding(_("メール"), False, _("送らずにファイルに書いています"), remedy)
    try:
        with get_connection(timeout=10):
            return Finding(_("メール"), True, settings.EMAIL_HOST, remedy)
    except OSError as error:
        return Finding(_("メール"), False, f"{settings.EMAIL_HOST}: {error}", remedy)


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free / 1_000_000_000
    remedy = _("%dGB以上空けてください。") % FREE_DISK_GB
    return Finding(_("ディスクの空き"), free >= FREE_DISK_GB, _("%.1fGB") % free, remedy)


def _backup() -> Finding:
    remedy = _("hanpo backup を毎日動かし、別の機械に写してください。")
    note = _backup_note()
    if not note.exists():
        return Finding(_("控え（バックアップ）"), False, _("まだありません"), remedy)
    at = datetime.fromisoformat(json.loads(note.read_text(encoding="utf-8"))["at"])
    is_recent = clock.now() - at <= timedelta(days=BACKUP_DAYS)
    return Finding(_("控え（バックアップ）"), is_recent, timezone.localtime(at).strftime("%Y-%m-%d %H:%M"), remedy)


def _time_zone() -> Finding:
    is_ok = settings.TIME_ZONE == "Asia/Tokyo"
    return Finding(_("時間帯"), is_ok, settings.TIME_ZONE, _("TIME_ZONE を Asia/Tokyo にしてください。"))


def _database() -> Finding:
    remedy = _("DATABASE_URL と、データベースが動いていることを確かめてください。")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding(_("データベース"), False, str(error).splitlines()[0], remedy)
    return Finding(_("データベース"), True, connection.display_name, remedy)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    detail = _("%d件が未適用") % len(waiting) if waiting else _("すべて適用済み")
    return Finding(_("表の形"), not waiting, detail, _("hanpo migrate を実行してください。"))


def _administrator() -> Finding:
    with scope.within(scope.EVERYWHERE):
        held = Assignment.objects.filter(role="administrator", since__lte=clock.today(), person__is_active=True)
        count = held.exclude(until__lt=clock.today()).values("person").distinct().count()
    return Finding(_("管理者"), count > 0, _("%d人") % count, _("hanpo found で最初の管理者を登録してください。"))


def _row_security() -> Finding:
    """Row-level security binds only a role that neither is a superuser nor may bypass it, on tables that force it."""
    label = _("市町のあいだの仕切り（行の保護）")
    if connection.vendor != "postgresql":
        remedy = _("本番では PostgreSQL を使ってください（DATABASE_URL）。")
        return Finding(label, False, _("SQLite にはありません"), remedy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_above = cursor.fetchone()[0]
        names = [model._meta.db_table for model in scoped_models()]
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity)",
            [names],
        )
        open_tables = [name for (name,) in cursor.fetchall()]
    if is_above:
        remedy = _("NOSUPERUSER NOBYPASSRLS のロールで接続してください。")
        return Finding(label, False, _("接続しているロールには効きません"), remedy)
    detail = ", ".join(open_tables) or _("%d個の表で効いています") % len(names)
    return Finding(label, not open_tables, detail, _("hanpo migrate をもう一度実行してください。"))


def _sorting() -> Finding:
    """Text is sorted by code point, as SQLite does it, whatever the language of the machine: lists look alike anywhere.

    Readings are in katakana, whose code points follow the fifty sounds.
    """
    remedy = _("deploy/postgresql.sql のとおり、LC_COLLATE 'C.UTF-8' でデータベースを作り、控えを戻してください。")
    if connection.vendor != "postgresql":
        return Finding(_("文字の並び順"), True, _("文字コードの順"), remedy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(sign ORDER BY sign) FROM unnest(%s::text[]) AS sign", [list(SIGNS)])
        is_ok = cursor.fetchone()[0] == sorted(SIGNS)
    return Finding(_("文字の並び順"), is_ok, _("文字コードの順") if is_ok else _("この機械の言語の順"), remedy)


def _worker() -> Finding:
    """A worker is alive when the work by the clock was done within two intervals, or something is running now."""
    remedy = _("hanpo worker をサービスとして動かしてください。")
    window = timedelta(minutes=2 * settings.PREPARE_EVERY_MINUTES)
    last = DBTaskResult.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    is_running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()
    if last is None or last.finished_at is None:
        return Finding(_("処理の受け持ち（worker）"), is_running, _("まだ動いていません"), remedy)
    is_alive = is_running or clock.now() - last.finished_at <= window
    detail = _("最後に働いた日時 %s") % timezone.localtime(last.finished_at).strftime("%Y-%m-%d %H:%M")
    return Finding(_("処理の受け持ち（worker）"), is_alive, detail, remedy)


def _clock() -> Finding:
    """The clock is not behind the last deed on record, nor away from the database's own."""
    remedy = _("時刻の同期（NTP）を確かめてください。")
    now = clock.now()
    latest = AuditEntry.objects.order_by("-sequence").values_list("at", flat=True).first()
    gaps = [(latest - now).total_seconds()] if latest else []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            gaps.append(abs((cursor.fetchone()[0] - now).total_seconds()))
    return Finding(_("時計"), max(gaps, default=0) <= CLOCK_SECONDS, now.strftime("%Y-%m-%d %H:%M:%S %Z"), remedy)
