"""Settings for tests: the same house, with quick passwords, mail in memory and a folder of its own."""

import atexit
import os
import shutil
import tempfile

if "HANPO_HOME" not in os.environ:  # else it is the folder of the process that started this one
    os.environ["HANPO_HOME"] = tempfile.mkdtemp(prefix="hanpo-test-")
    atexit.register(shutil.rmtree, os.environ["HANPO_HOME"], ignore_errors=True)
os.environ["HANPO_SECRET_KEY"] = "only for tests"  # noqa: S105

from hanpo.config.settings import *  # noqa: F403
from hanpo.config.settings import STATIC_ROOT

STATIC_ROOT.mkdir(exist_ok=True)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
REQUIRE_SECOND_FACTOR = False
