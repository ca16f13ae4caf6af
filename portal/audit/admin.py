"""Read-only, as everything in the stock admin."""

from django.contrib import admin

from portal.audit.models import AuditEvent, AuditHead


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin[AuditEvent]):
    list_display = ("chain", "number", "at", "event", "subject_kind")
    list_filter = ("event",)
    search_fields = ("=chain", "=subject", "=actor")
    ordering = ("chain", "-number")
    show_full_result_count = False


@admin.register(AuditHead)
class AuditHeadAdmin(admin.ModelAdmin[AuditHead]):
    list_display = ("chain", "number", "hash")
