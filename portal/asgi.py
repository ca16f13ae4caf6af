"""For servers that speak ASGI only. WSGI is faster here and is what the project is run with."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

application = get_asgi_application()
