"""The forms of signing in, in the words of offices and without placeholders: a label stays, a placeholder goes."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.forms import (
    ReauthenticateForm as PasswordAgainForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import InOurWords

NEW, AGAIN, NOW = _("新しいパスワード"), _("新しいパスワード（もう一度）"), _("いまのパスワード")


class _Ours(InOurWords):
    """A form of allauth in our words: `labels` for its fields, no placeholders."""

    labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Ours, LoginForm):
    """The name that an office gave, and the password."""

    labels: ClassVar[dict[str, Any]] = {"login": _("利用者ID"), "password": _("パスワード")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = _("市町や県から届いたお知らせに書いてあります。")
        self.fields["password"].help_text = ""


class ForgottenForm(_Ours, ResetPasswordForm):
    """Where to send the link that sets a new password."""

    labels: ClassVar[dict[str, Any]] = {"email": _("メールアドレス")}


class NewPasswordForm(_Ours, ResetPasswordKeyForm):
    """The new password, behind the link."""

    labels: ClassVar[dict[str, Any]] = {"password1": NEW, "password2": AGAIN}


class OtherPasswordForm(_Ours, ChangePasswordForm):
    """Another password, for somebody who signed in."""

    labels: ClassVar[dict[str, Any]] = {"oldpassword": NOW, "password1": NEW, "password2": AGAIN}


class PasswordProofForm(_Ours, PasswordAgainForm):
    """The password again, before a sensitive change."""

    labels: ClassVar[dict[str, Any]] = {"password": NOW}


class _Digits(_Ours):
    """A form that asks for a code: telephones show their digits."""

    labels: ClassVar[dict[str, Any]] = {"code": _("確認の数字")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class SecondFactorForm(_Digits, AuthenticateForm):
    """The code of the app, or a recovery code, after the password."""


class ProofForm(_Digits, ReauthenticateForm):
    """The code again, before a sensitive change."""


class AppForm(_Digits, ActivateTOTPForm):
    """The first code of a newly set up app."""
