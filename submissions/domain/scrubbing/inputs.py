"""What goes into a scrub besides the files: policy, declared names, edits, the key."""

from portal.programmes.models import SettingKind
from scrubbing.engine import policy as policies
from scrubbing.engine.policy import Policy
from submissions.domain import sealed
from submissions.domain.consent import engagements
from submissions.models import Artefact, Submission


def untrusted_name(artefact: Artefact) -> str:
    """The file's name as it was given."""
    value = sealed.unseal(sealed.key_of(artefact.submission_id), artefact, "name_sealed")
    return str(value or "")


def policy_for(submission: Submission) -> Policy:
    """The programme's scrub policy: a shipped one with the programme's changes over it."""
    body = submission.programme.setting(SettingKind.SCRUB).body
    document = policies.document(str(body.get("base", policies.DEFAULT)))
    document["entities"] |= body.get("entities", {})
    for name in ("gender", "dates"):
        document[name] = body.get(name, document[name])
    return policies.build(document)


def most_seconds(submission: Submission) -> float:
    """Processor seconds that one pass over one file may take, whatever is in it."""
    return float(submission.programme.setting(SettingKind.INTAKE)["max_file_seconds"])


def declared_names(submission: Submission) -> list[str]:
    """Names that must vanish: of the engagement, and of the contractor."""
    person = submission.contractor
    names = [person.display_name, person.email]
    if submission.engagement is not None:
        names += engagements.declared_names(submission.engagement)
    return [name for name in names if name]


def surrogate_key(submission: Submission) -> bytes:
    """The key that surrogates are drawn with: one per submission."""
    return sealed.key_of(submission.pk).subkey("surrogates")
