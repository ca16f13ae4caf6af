"""Mails to owners in the language their contractor chose: whole, and nothing else than meant."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template import engines
from django.utils import translation

from submissions.domain.asking import answering, questions, sending, wording
from submissions.forms.asking import OwnerGrantForm
from submissions.models import Answer, Asking
from submissions.views.owner import CHOICES
from tests.factories import askings

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GREETING = {"en": "Good day,", "de": "Guten Tag,", "fr": "Bonjour,"}
MAILS = ("ask", "code", "confirmed", "replied")
STRINGS = re.compile(
    r'{% translate "([^"]+)" %}|{% blocktranslate trimmed[^%]* %}(.+?){% endblocktranslate %}',
    re.DOTALL,
)


SAME = {"Conditions", "Exclusive"}
"""Words that are the same in two languages."""


def sent_in(sample, reviewer, locale):
    asking = questions.draft(
        sample, sample.contractor, askings.ADDRESS, askings.SIGNED, locale=locale
    )
    questions.approve(asking.pk, sample.contractor, questions.message_of(asking).sha256)
    from submissions.domain.asking import confirming

    confirming.decide(askings.again(asking), reviewer, confirmed=True)
    assert sending.send(askings.again(asking))
    return askings.again(asking)


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_every_mail_is_in_the_language_that_was_approved(sample, reviewer, locale):
    asking = sent_in(sample, reviewer, locale)
    first = mail.outbox[-1]
    assert first.body.startswith(GREETING[locale])
    assert f'<html lang="{locale}">' in first.alternatives[0][0]
    assert askings.SIGNED in first.subject
    assert first.body.count("/ask/") == 1
    again = wording.reminder(questions.message_of(asking), 5, locale)
    assert again.text.endswith(questions.message_of(asking).text)
    answering.refuse(asking, Answer.NOT_OURS)
    from submissions.domain.asking import answers_sent

    answers_sent.tell(askings.again(asking))
    assert mail.outbox[-1].body.startswith(GREETING[locale])


def test_language_nobody_wrote_is_english(sample):
    asking = questions.draft(
        sample, sample.contractor, askings.ADDRESS, askings.SIGNED, locale="../tlh"
    )
    assert questions.message_of(asking).text.startswith("Good day,")
    assert questions.question_of(asking).locale == "en"
    assert Asking.objects.count() == 1


def strings():
    folder = Path(settings.BASE_DIR) / "templates/askings"
    mails = [f"mail/{one}.{form}" for one in MAILS for form in ("txt", "html")]
    for name in [*mails, "base.html", "page.html", "_decide.html", "_answered.html"]:
        for plain, block in STRINGS.findall((folder / name).read_text()):
            text = " ".join(line.strip() for line in block.strip().splitlines())
            yield name, plain or re.sub(r"{{ (\w+) }}", r"%(\1)s", text)
    for label, more in CHOICES.values():
        yield "choices", str(label)
        yield "choices", str(more)
    for field in OwnerGrantForm(purposes={}).fields.values():
        yield "form", str(field.label)
        yield from (("form", str(field.help_text)) for _ in range(bool(field.help_text)))


@pytest.mark.parametrize("locale", ["de", "fr"])
def test_no_sentence_of_a_mail_is_left_in_english(locale):
    assert engines["django"]
    found = list(strings())
    assert len(found) > 40
    with translation.override(locale):
        left = {text for _name, text in found if translation.gettext(text) == text}
    assert left <= SAME
    names = re.compile(r"%\(\w+\)s")
    with translation.override(locale):
        for _name, text in found:
            assert set(names.findall(translation.gettext(text))) == set(names.findall(text))


def test_page_speaks_the_language_of_the_mail_or_the_one_chosen(sample, reviewer, client):
    sent_in(sample, reviewer, "de")
    url = f"/ask/{askings.last_token()}/"
    page = client.get(url).content.decode()
    assert '<html lang="de">' in page
    assert "Darf diese Arbeit verwendet werden?" in page
    assert "May this work be used?" not in page
    assert "Ce travail peut-il" in client.get(f"{url}?lang=fr").content.decode()
    assert "May this work" in client.get(f"{url}?lang=en").content.decode()
    assert "Darf diese" in client.get(f"{url}?lang=tlh").content.decode()
    form = client.get(f"{url}?answer=grant&lang=fr").content.decode()
    assert "À quoi le travail peut-il servir ?" in form
    wrong = client.post(f"{url}?answer=grant&lang=fr", {"answer": "grant"})
    assert wrong.status_code == 422
    assert "Cochez ce que vous autorisez." in wrong.content.decode()
    asking = Asking.objects.get()
    assert (asking.state, translation.get_language()) == ("sent", "en-gb")
    client.post(url, {"answer": "deny", "words": "Nein."})
    assert "Sie haben es abgelehnt" in client.get(url).content.decode()
