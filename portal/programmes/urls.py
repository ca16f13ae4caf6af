from django.urls import path

from portal.programmes.views import overview, people, settings, skills, vendors

app_name = "programmes"
urlpatterns = [
    path("programmes/", overview.programmes, name="list"),
    path("programmes/<slug:slug>/", overview.overview, name="overview"),
    path("programmes/<slug:slug>/people/", people.people, name="people"),
    path("programmes/<slug:slug>/people/invite/", people.invite, name="invite"),
    path(
        "programmes/<slug:slug>/people/<uuid:membership_id>/",
        people.switch_member,
        name="switch_member",
    ),
    path(
        "programmes/<slug:slug>/people/<uuid:membership_id>/skills/",
        skills.skills,
        name="skills",
    ),
    path(
        "programmes/<slug:slug>/invitations/<uuid:invitation_id>/revoke/",
        people.revoke_invitation,
        name="revoke_invitation",
    ),
    path("programmes/<slug:slug>/vendors/", people.vendors, name="vendors"),
    path("programmes/<slug:slug>/settings/<slug:kind>/", settings.setting, name="setting"),
    path("programmes/<slug:slug>/settings/<slug:kind>/edit/", settings.edit, name="edit_setting"),
    path(
        "programmes/<slug:slug>/settings/<slug:kind>/<int:number>/",
        settings.version,
        name="version",
    ),
    path("vendors/", vendors.my_vendors, name="my_vendors"),
    path("vendors/<uuid:vendor_id>/", vendors.vendor, name="vendor"),
    path("vendors/<uuid:vendor_id>/invite/", vendors.invite_contractor, name="invite_contractor"),
]
