"""People who sign in, and the assignments that say what they may do, where, and how long."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models.base import MunicipalModel
from hanpo.core.models.places import Section


class PersonManager(BaseUserManager["Person"]):
    """Creates people; passwords are hashed, an empty password means sign-in by other means only."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in: staff, supporter or resident. What they may do follows from their assignments alone."""

    username = models.CharField(_("利用者ID"), max_length=60, unique=True)
    name = models.CharField(_("氏名"), max_length=80)
    kana = models.CharField(_("フリガナ"), max_length=120, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    organisation = models.CharField(_("所属（庁外の人）"), max_length=80, blank=True)
    language = models.CharField(_("表示言語"), max_length=10, default="ja")
    mails_urgent_work = models.BooleanField(_("急ぎのおぜん立てをメールでも知らせる"), default=True)
    is_active = models.BooleanField(_("有効"), default=True)
    is_staff = models.BooleanField(_("管理画面に入れる"), default=False)
    date_joined = models.DateTimeField(_("登録日時"), auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = verbose_name_plural = _("人")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Assignment(MunicipalModel):
    """A person holds a role in a municipality, usually in a section, from one day until another (人事異動 is data).

    `until` is the last day in force; empty means open. Roles are declared in manifests.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments", verbose_name=_("人"))
    role = models.CharField(_("役割"), max_length=40)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("課")
    )
    since = models.DateField(_("開始日"))
    until = models.DateField(_("終了日"), null=True, blank=True)

    class Meta(MunicipalModel.Meta):
        verbose_name = verbose_name_plural = _("配属")
        ordering = ["person_id", "-since"]
        indexes = [models.Index(fields=["person", "since", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="assignment_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.municipality_id}"
