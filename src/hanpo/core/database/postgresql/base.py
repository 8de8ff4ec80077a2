"""PostgreSQL that knows the scope: before each statement the policies' setting equals the scope now in force.

A rollback takes the setting back to what it was before the transaction, so it is handed over anew afterwards. Rows that
are read piece by piece (`QuerySet.iterator`) come in the scope in which the reading began: the policies are asked for
each row when it is fetched, and by then the program may be at work in another scope.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from hanpo.core import scope


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose `hanpo.scope` setting follows `hanpo.core.scope`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope_set: str | None = None
        self.execute_wrappers.append(self._with_scope)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._scope_set = None
        return super().get_new_connection(conn_params)

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._scope_set = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._scope_set = None

    def _with_scope(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.hand_over(scope.current_setting())
        return execute(sql, params, many, context)

    def chunked_cursor(self) -> Any:
        return _InOneScope(super().chunked_cursor(), self)

    def hand_over(self, setting: str) -> None:
        """Let the policies go by this setting from the next statement on."""
        if setting != self._scope_set and not self._is_aborted():
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config('hanpo.scope', %s, false)", [setting])
            self._scope_set = setting

    def _is_aborted(self) -> bool:
        """Whether the transaction failed already: then PostgreSQL takes nothing but the rollback."""
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)


class _InOneScope:
    """A cursor on the server that fetches in the scope in which it was opened."""

    def __init__(self, cursor: Any, wrapper: DatabaseWrapper) -> None:
        self._cursor = cursor
        self._wrapper = wrapper
        self._setting = scope.current_setting()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def fetchmany(self, *size: int) -> Any:
        self._wrapper.hand_over(self._setting)
        return self._cursor.fetchmany(*size)
