"""Roles in the words people read."""

from collections.abc import Iterable

from django import template

from portal.programmes.roles import Role

register = template.Library()


@register.filter
def role_labels(names: Iterable[str]) -> str:
    return ", ".join(Role(name).label for name in names)
