"""Settings for tests: the same house, with quick passwords, mail in memory and a folder of its own."""

import os
import tempfile

os.environ.setdefault("HANPO_HOME", tempfile.mkdtemp(prefix="hanpo-test-"))
os.environ["HANPO_SECRET_KEY"] = "only for tests"  # noqa: S105

from hanpo.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
REQUIRE_SECOND_FACTOR = False
