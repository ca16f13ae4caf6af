"""Getting at a programme or vendor by its address, with the permission asked at once."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.programmes.models import Programme, Vendor
from portal.programmes.permissions import check_may_administer, check_may_manage_vendor


def administered(request: HttpRequest, slug: str) -> Programme:
    """The programme, for its admins; to strangers it does not exist."""
    programme = get_object_or_404(Programme, slug=slug)
    check_may_administer(request.user, programme.pk)
    return programme


def managed(request: HttpRequest, vendor_id: UUID) -> Vendor:
    """The vendor, for its managers and its programme's admins."""
    vendor = get_object_or_404(Vendor.objects.select_related("programme"), pk=vendor_id)
    check_may_manage_vendor(request.user, vendor)
    return vendor
