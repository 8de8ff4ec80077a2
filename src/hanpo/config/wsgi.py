"""The entry point for a web server (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

from hanpo.config.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanpo.config.settings")
application = get_wsgi_application()
settle()
