from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/mail/", views.choose, name="choose"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("notices/<uuid:notice_id>/", views.go, name="go"),
]
