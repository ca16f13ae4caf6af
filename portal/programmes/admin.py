"""Read-only, as everything in the stock admin (see ``User.has_perm``)."""

from django.contrib import admin

from portal.programmes.models import Membership, Programme, SettingVersion, Vendor


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin[Programme]):
    list_display = ("name", "slug", "storage_region", "is_active")


@admin.register(Vendor)
class VendorAdmin(admin.ModelAdmin[Vendor]):
    list_display = ("name", "programme", "is_active")
    list_select_related = ("programme",)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ("user", "programme", "role", "vendor", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("user", "programme", "vendor")


@admin.register(SettingVersion)
class SettingVersionAdmin(admin.ModelAdmin[SettingVersion]):
    list_display = ("programme", "kind", "number", "created_at")
    list_filter = ("kind",)
    list_select_related = ("programme",)
