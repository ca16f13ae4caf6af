from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/export/", views.export, name="export"),
    path("me/erase/", views.ask_erasure, name="ask_erasure"),
]
