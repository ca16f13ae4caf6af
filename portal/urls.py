from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from portal import health
from portal.programmes.views.home import home
from portal.programmes.views.invitation import invitation

handler403 = "portal.accounts.refusals.forbidden"
handler404 = "portal.accounts.refusals.not_found"
handler500 = "portal.accounts.refusals.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", home, name="home"),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("", include("portal.programmes.urls")),
    path("", include("portal.notices.urls")),
    path("platform/", include("portal.programmes.platform_urls")),
    path("api/", include("submissions.api.urls")),
    path("", include("submissions.urls")),
    path("admin/", admin.site.urls),
]
