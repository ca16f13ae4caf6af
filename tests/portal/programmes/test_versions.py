import copy

import pytest

from portal.audit.models import AuditEvent
from portal.programmes import versions
from portal.programmes.defaults import DEFAULTS
from portal.programmes.errors import SettingRefused
from portal.programmes.forms.scrub import ACTIONS, ALWAYS_REMOVED, FINDINGS
from portal.programmes.forms.settings import FORMS
from portal.programmes.models import SettingKind, SettingVersion
from portal.programmes.people import create_programme
from portal.programmes.schemas import sentences
from scrubbing.engine.policy import ALWAYS, Action
from scrubbing.engine.types import Kind
from tests.factories import people

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def body(kind, **change):
    return {**copy.deepcopy(DEFAULTS[kind]), **change}


@pytest.mark.parametrize("kind", SettingKind)
def test_defaults_are_allowed_by_their_own_schema(kind):
    assert sentences(kind, DEFAULTS[kind]) == []


def test_setting_without_versions_is_the_defaults():
    setting = people.programme().setting(SettingKind.REVIEW)
    assert (setting.version_id, setting.number) == (None, 0)
    assert setting.body == DEFAULTS[SettingKind.REVIEW]


def test_new_programme_has_version_one_of_every_kind():
    programme = create_programme("Many", "many", None)
    found = versions.all_current(programme.pk)
    assert {kind: setting.number for kind, setting in found.items()} == dict.fromkeys(
        SettingKind, 1
    )
    assert all(setting.version_id for setting in found.values())


def test_publish_counts_up_keeps_the_old_and_audits():
    programme, admin = people.programme(), people.person()
    first = versions.publish(programme, SettingKind.REVIEW, body(SettingKind.REVIEW), admin)
    second = versions.publish(
        programme, SettingKind.REVIEW, body(SettingKind.REVIEW, clearances=2), admin
    )
    assert (first.number, second.number) == (1, 2)
    assert programme.setting(SettingKind.REVIEW)["clearances"] == 2
    assert versions.at(first.pk)["clearances"] == 1
    assert [e.event for e in AuditEvent.objects.all()] == ["programme.setting_published"] * 2
    assert second.sha256 == versions.hash_of(second.body)


def test_publish_of_the_same_body_makes_no_version():
    programme = people.programme()
    made = [
        versions.publish(programme, SettingKind.RATE, body(SettingKind.RATE), None).pk
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert SettingVersion.objects.count() == 1


def test_publish_refuses_with_a_sentence_for_each_mistake():
    wrong = body(SettingKind.REVIEW, clearances=0, quality_gate="maybe", made_up=1)
    with pytest.raises(SettingRefused) as refused:
        versions.publish(people.programme(), SettingKind.REVIEW, wrong, None)
    assert refused.value.sentences == (
        "The setting has an entry that does not exist.",
        "clearances must be at least 1.",
        "quality gate must be yes or no.",
    )
    assert SettingVersion.objects.count() == 0


def test_material_terms_are_the_latest_that_changed_something_material():
    programme = people.programme()
    terms = body(SettingKind.TERMS)
    first = versions.publish(programme, SettingKind.TERMS, terms, None)
    typo = copy.deepcopy(terms)
    typo["material"] = False
    typo["texts"]["en"]["text"] += " (typo mended)"
    versions.publish(programme, SettingKind.TERMS, typo, None)
    assert versions.material_terms(programme.pk).version_id == first.pk


@pytest.mark.parametrize("kind", SettingKind)
def test_form_gives_back_the_body_it_was_filled_from(kind):
    """What a form shows and what it reads are one: saving it untouched changes nothing."""
    wanted = body(kind)
    if kind == SettingKind.SCRUB:
        wanted["entities"] = {"person": {"action": "label", "threshold": 0.4}}
    form_class = FORMS[kind]
    shown = form_class(initial=form_class.initial_of(wanted))
    sent = {}
    for field in shown:
        value = field.value()
        if value is None or value is False:
            continue
        sent[field.html_name] = "on" if value is True else value
    form = form_class(sent)
    assert form.is_valid(), form.errors
    assert form.body() == wanted


def test_scrub_form_knows_the_engines_kinds_and_actions():
    assert set(FINDINGS) == {kind.value for kind in Kind}
    assert {word for word, _ in ACTIONS if word} == {action.value for action in Action}
    assert {kind.value for kind in ALWAYS} == ALWAYS_REMOVED
