"""The forms of signing in, in the words that offices use and without placeholders: a label stays, a placeholder goes."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """The name that an office gave, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("利用者ID")
        self.fields["login"].help_text = _("市町や県から届いたお知らせに書いてあります。")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _Digits:
    """A form that asks for a code: telephones show their digits."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class SecondFactorForm(_Digits, AuthenticateForm):
    """The code of the app, or a recovery code, after the password."""


class ProofForm(_Digits, ReauthenticateForm):
    """The code again, before a sensitive change."""


class AppForm(_Digits, ActivateTOTPForm):
    """The first code of a newly set up app."""
