from django.urls import path

from portal.programmes.views import platform

app_name = "platform"
urlpatterns = [
    path("", platform.home, name="home"),
    path("programmes/new/", platform.new_programme, name="new_programme"),
    path("programmes/<slug:slug>/admin/", platform.invite_admin, name="invite_admin"),
    path("accounts/", platform.accounts, name="accounts"),
    path("accounts/<uuid:account_id>/", platform.account, name="account"),
    path("accounts/<uuid:account_id>/change/", platform.change_account, name="change_account"),
    path("audit/", platform.check_audit, name="check_audit"),
]
