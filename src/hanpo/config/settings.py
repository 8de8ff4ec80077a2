"""Settings. Everything that differs between machines comes from the environment (docs/settings.md)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from hanpo.config.oidc import origins_of

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent

HOME = Path(env("HANPO_HOME", default="var")).resolve()
"""The folder for everything Hanpo writes: database, files, mail, keys."""
HOME.mkdir(parents=True, exist_ok=True)


def _kept_secret_key() -> str:
    """The key of this installation, made once and kept readable for the service user alone."""
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text().strip()


DEBUG = env.bool("HANPO_DEBUG", default=False)
SECRET_KEY = env("HANPO_SECRET_KEY", default="") or _kept_secret_key()
ALLOWED_HOSTS = env.list("HANPO_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("HANPO_ORIGINS", default=[])
IS_HTTPS = env.bool("HANPO_HTTPS", default=False)
REQUIRE_SECOND_FACTOR = env.bool("HANPO_REQUIRE_SECOND_FACTOR", default=True)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "axes",
    "hanpo.portal",  # before allauth, whose pages it draws anew
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "hanpo.core",
    "hanpo.forms",
    "hanpo.hub",
    "hanpo.council",
    "hanpo.counter",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "hanpo.portal.middleware.NulMiddleware",  # before anybody asks the database
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hanpo.portal.signin.idle.IdleMiddleware",
    "hanpo.portal.middleware.AccessMiddleware",
    "hanpo.portal.signin.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hanpo.config.urls"
WSGI_APPLICATION = "hanpo.config.wsgi.application"

FORM_RENDERER = "hanpo.portal.widgets.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hanpo.portal.context.house",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "hanpo.portal.components.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# Components see what they are given, and not by accident what a page happens to call by the same name.
COTTON_ISOLATE_BY_DEFAULT = True

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'hanpo.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Writers take their turn from the start of a transaction; readers never wait (WAL).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    _database["ENGINE"] = "hanpo.core.database.postgresql"
    _database["CONN_HEALTH_CHECKS"] = True
_database["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Signing in. Accounts are made by administrators and offices: nobody can sign up, and what an address is worth is
# theirs to know (no verification by mail). A session ends with the browser.
ACCOUNT_ADAPTER = "hanpo.portal.signin.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hanpo.portal.signin.inputs.SignInForm",
    "reset_password": "hanpo.portal.signin.inputs.ForgottenForm",
    "reset_password_from_key": "hanpo.portal.signin.inputs.NewPasswordForm",
    "change_password": "hanpo.portal.signin.inputs.OtherPasswordForm",
    "reauthenticate": "hanpo.portal.signin.inputs.PasswordProofForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Failed second factors: five in five minutes. Failed passwords are counted by axes (below), in the database.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HANPO_PROXIES", default=0)

MFA_ADAPTER = "hanpo.portal.signin.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "hanpo.portal.signin.inputs.SecondFactorForm",
    "reauthenticate": "hanpo.portal.signin.inputs.ProofForm",
    "activate_totp": "hanpo.portal.signin.inputs.AppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Hanpo"
MFA_TOTP_TOLERANCE = 1  # clocks of office telephones are off by some seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers offer passkeys on http://localhost alone

# Single sign-on (OpenID Connect): a JSON list of providers; docs/settings.md describes it.
OIDC_PROVIDERS = env.json("HANPO_OIDC_PROVIDERS", default=[])
SOCIALACCOUNT_ADAPTER = "hanpo.portal.signin.adapter.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "hanpo.portal.signin.oidc.provider.StrictProvider", "APPS": OIDC_PROVIDERS}
}

# Lock-out: a name that failed five times from one address waits a quarter of an hour there. The address alone is not
# counted, for a whole town hall shares one; the name alone is not, or a stranger could lock anybody out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "hanpo.portal.signin.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "hanpo.portal.signin.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "hanpo.portal.signin.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "ja"
COMMAND_LANGUAGE = env("HANPO_LANGUAGE", default="ja")
LANGUAGES = [("ja", _("日本語")), ("ja-easy", _("やさしい日本語")), ("en", "English")]
LANG_INFO["ja-easy"] = {"bidi": False, "code": "ja-easy", "name": "Plain Japanese", "name_local": "やさしい日本語"}
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS: list[Path] = []
MEDIA_ROOT = HOME / "files"
UPLOAD_MB = env.int("HANPO_UPLOAD_MB", default=20)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = env("HANPO_EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = HOME / "mail"
if _smtp := env("HANPO_SMTP_URL", default=""):
    _mail = env.email_url_config(_smtp)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
DEFAULT_FROM_EMAIL = env("HANPO_MAIL_FROM", default="hanpo@localhost")
SITE_URL = env("HANPO_SITE_URL", default="http://127.0.0.1:8000")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PREPARE_AT = env("HANPO_PREPARE_AT", default="05:30")
PREPARE_EVERY_MINUTES = env.int("HANPO_PREPARE_EVERY_MINUTES", default=30)

CASE_DAYS = env.int("HANPO_CASE_DAYS", default=365)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF, *origins_of(OIDC_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = env.int("HANPO_SESSION_HOURS", default=9) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = env.int("HANPO_IDLE_MINUTES", default=60)
CSRF_FAILURE_VIEW = "hanpo.portal.views.errors.form_expired"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("HANPO_LOG_LEVEL", default="WARNING")},
}
