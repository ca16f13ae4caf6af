"""Who gets what from the routes of submissions, reviews, releases and uploads."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from submissions.domain import intake, legal_holds, originals
from submissions.domain.consent import proofs
from submissions.domain.intake import Wanted
from submissions.domain.release import proposing
from submissions.domain.review import appeals, claims, deciding
from submissions.domain.review.deciding import Ruling
from submissions.models import (
    Appeal,
    CleanFile,
    Decision,
    EvidenceFile,
    Gate,
    RedactionEdit,
    Review,
    RightsGrant,
)
from submissions.states import State
from tests.factories import people, rights, samples
from tests.permissions.routes import (
    ADMIN,
    EVERYBODY,
    NOBODY_HERE,
    OF_THE_PROGRAMME,
    OPERATOR,
    Route,
)
from tests.permissions.world import World

OWNER = frozenset({"contractor"})
REVIEWERS = frozenset({"clearance_reviewer", "quality_reviewer"})
CLEARER = frozenset({"clearance_reviewer"})
CONTRACTORS = frozenset({"contractor", "other_contractor", "vendor_contractor"})
MEMBERS = OF_THE_PROGRAMME | ADMIN | {"other_admin", "other_reviewer"}
"""Everybody with a role anywhere."""


def at(state: State) -> Any:
    """A submission of the contractor that stands there, as ``sample``."""

    def setup(world: World) -> None:
        contractor = world.people["contractor"]
        if state is State.DRAFT:
            world.objects["sample"] = samples.draft(world.programme, contractor)
            return
        world.objects["sample"] = sample = samples.submission(world.programme, contractor, state)
        world.objects["clean"] = CleanFile.objects.get(run=sample.current_run)

    return setup


def uploading(world: World) -> None:
    at(State.DRAFT)(world)
    sample, contractor = world.objects["sample"], world.people["contractor"]
    world.objects["file"] = samples.file(sample)
    world.objects["upload"] = intake.start(sample.pk, contractor, Wanted("notes.txt", 10))


def reviewing(world: World) -> None:
    at(State.CLEARANCE)(world)
    reviewer, sample = world.people["clearance_reviewer"], world.objects["sample"]
    world.objects["review"] = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)


def asked_to_keep(world: World) -> None:
    reviewing(world)
    sample = world.objects["sample"]
    world.objects["edit"] = RedactionEdit.objects.create(
        submission=sample, author=sample.contractor, action="keep", asked_at=timezone.now()
    )


def edited_in_review(world: World) -> None:
    reviewing(world)
    world.objects["edit"] = RedactionEdit.objects.create(
        submission=world.objects["sample"],
        author=world.people["clearance_reviewer"],
        action="add",
    )


def asked_for_original(world: World) -> None:
    reviewing(world)
    review, clean = world.objects["review"], world.objects["clean"]
    words = {"reason": "rights", "words": "Which notice stood there?"}
    world.objects["original"] = originals.ask(
        review.pk, review.reviewer, review.lease_token, clean.artefact_id, words
    )


def appealed(world: World) -> None:
    """Rejected by a reviewer who is not of the world's people, and appealed."""
    from portal.programmes.roles import Role

    at(State.CLEARANCE)(world)
    first, sample = people.member(world.programme, Role.CLEARANCE_REVIEWER), world.objects["sample"]
    review = claims.claim(first, sample.pk, Gate.CLEARANCE)
    ruling = Ruling(Decision.REJECT, reason="confidential", words="It names a client.")
    deciding.decide(review.pk, first, review.lease_token, ruling)
    appeals.appeal(sample.pk, world.people["contractor"], "It does not.")
    world.objects["appeal"] = Appeal.objects.get()


def asking(world: World) -> None:
    """A permission that waits for a reviewer."""
    at(State.CONFIRMING)(world)
    rights.all_clear(world.objects["sample"])
    engagement = world.objects["sample"].engagement
    world.objects["grant"] = RightsGrant.objects.create(engagement=engagement)


def agreed(world: World) -> None:
    """A sample with a receipt of its consent."""
    at(State.CONFIRMING)(world)
    rights.all_clear(world.objects["sample"])
    world.objects["receipt"] = world.objects["sample"].receipts.get()


def held_by_law(world: World) -> None:
    at(State.CONFIRMING)(world)
    sample, operator = world.objects["sample"], world.people["platform_admin"]
    world.objects["legal_hold"] = legal_holds.place(sample.pk, operator, "4 C 17/26")


def proved(world: World) -> None:
    """A file of evidence that was checked."""
    asking(world)
    engagement, contractor = world.objects["sample"].engagement, world.people["contractor"]
    row = proofs.receive(engagement.pk, contractor, "permission", "letter.txt", b"We agree.")
    EvidenceFile.objects.filter(pk=row.pk).update(state="checked", format="text")
    world.objects["evidence"] = row


def proposed(world: World) -> None:
    at(State.APPROVED)(world)
    rights.all_clear(world.objects["sample"])
    admin = world.people["programme_admin"]
    world.objects["release"] = proposing.propose(
        world.programme.pk, admin, [world.objects["sample"].pk]
    )


def edited(world: World) -> None:
    at(State.CONFIRMING)(world)
    sample = world.objects["sample"]
    world.objects["edit"] = RedactionEdit.objects.create(
        submission=sample, author=sample.contractor, action="add"
    )


def owners(
    name: str, method: str = "get", state: State = State.CONFIRMING, /, **more: str | int
) -> Route:
    """The contractor's alone; reviewers know that it exists."""
    return Route(
        f"submissions:{name}",
        OWNER,
        REVIEWERS,
        lambda world: {
            "submission_id": world.objects["sample"].pk,
            **{key: _found(world, value) for key, value in more.items()},
        },
        {"submission_id": NOBODY_HERE, **_nowhere(more)},
        method,
        setup=uploading if state is State.DRAFT else at(state),
    )


def _found(world: World, name: str | int) -> Any:
    return world.objects[name].pk if name in world.objects else name


def _nowhere(more: dict[str, str | int]) -> dict[str, Any]:
    """Arguments of what does not exist; a number stays one."""
    return {key: value if isinstance(value, int) else NOBODY_HERE for key, value in more.items()}


def reviewers(name: str, method: str = "get", /, **more: str | int) -> Route:
    """Who claimed it alone: to everybody else the review does not exist."""
    return Route(
        f"submissions:{name}",
        CLEARER,
        args=lambda world: {
            "review_id": world.objects["review"].pk,
            **{key: _found(world, value) for key, value in more.items()},
        },
        missing={"review_id": NOBODY_HERE, **_nowhere(more)},
        method=method,
        data=lambda world: {**APPROVAL, "token": world.objects["review"].lease_token},
        setup=reviewing,
    )


APPROVAL = {
    "decision": "approve",
    "reason": "other",
    **{
        f"check_{point}": "yes"
        for point in ("malware", "personal", "confidential", "rights", "markings", "metadata")
    },
}
"""What a reviewer sends with each step; a step takes of it what it needs."""


def releasers(
    name: str, allowed: frozenset[str], refused: frozenset[str] = frozenset(), method: str = "get"
) -> Route:
    return Route(
        f"submissions:{name}",
        allowed,
        refused,
        lambda world: {"release_id": world.objects["release"].pk},
        {"release_id": NOBODY_HERE},
        method,
        setup=proposed,
    )


def drawn(world: World) -> None:
    """A rejection by somebody outside the world's people, drawn for a second look."""
    from portal.programmes.roles import Role

    at(State.CLEARANCE)(world)
    first, sample = people.member(world.programme, Role.CLEARANCE_REVIEWER), world.objects["sample"]
    review = claims.claim(first, sample.pk, Gate.CLEARANCE)
    ruling = Ruling(Decision.REJECT, reason="confidential", words="It names a client.")
    deciding.decide(review.pk, first, review.lease_token, ruling)
    Review.objects.filter(pk=review.pk).update(audit_sample=True)
    world.objects["review"] = review


SECOND_LOOK_PARTS: dict[str, dict[str, str | int]] = {
    "second_look_asset": {"name": "page-1"},
    "second_look_page": {"number": 1},
}


def second_looks(route: str, /, **more: str | int) -> Route:
    """A part of the copy that a second look judges: whoever may look sees it."""
    return Route(
        f"submissions:{route}",
        CLEARER,
        frozenset({"contractor", "quality_reviewer"}),
        lambda world: {
            "review_id": world.objects["review"].pk,
            "clean_id": world.objects["clean"].pk,
            **more,
        },
        {"review_id": NOBODY_HERE, "clean_id": NOBODY_HERE, **more},
        setup=drawn,
    )


SUBMISSIONS = (
    Route(
        "submissions:save_filter",
        REVIEWERS,
        (OF_THE_PROGRAMME | ADMIN) - REVIEWERS,
        method="post",
        data=lambda world: {"programme": "one", "name": "mine"},
    ),
    Route(
        "submissions:drop_filter",
        EVERYBODY,
        args=lambda world: {"filter_id": NOBODY_HERE},
        method="post",
    ),
    Route(
        "submissions:second_look",
        CLEARER,
        frozenset({"contractor", "quality_reviewer"}),
        lambda world: {"review_id": world.objects["review"].pk},
        {"review_id": NOBODY_HERE},
        setup=drawn,
    ),
    *(second_looks(route, **more) for route, more in SECOND_LOOK_PARTS.items()),
    Route(
        "submissions:reviewer",
        REVIEWERS | {"other_reviewer"},
        MEMBERS - REVIEWERS - {"other_reviewer"},
    ),
    Route(
        "submissions:end_employer",
        EVERYBODY,
        args=lambda world: {"employer_id": NOBODY_HERE},
        method="post",
    ),
    Route("submissions:home", CONTRACTORS, MEMBERS - CONTRACTORS),
    Route("submissions:new", EVERYBODY),
    owners("submission"),
    owners("task", "get", State.DRAFT),
    owners("autosave", "post", State.DRAFT),
    owners("rights", "get", State.DRAFT),
    owners("files", "get", State.DRAFT),
    owners("remove_file", "post", State.DRAFT, artefact_id="file"),
    owners("finish", "get", State.DRAFT),
    owners("discard", "get", State.DRAFT),
    owners("status"),
    owners("confirm", "post"),
    owners("recheck", "post"),
    owners("answer", "post"),
    owners("appeal", "post"),
    owners("withdraw"),
    replace(owners("add_evidence", "post"), setup=asking),
    Route(
        "submissions:evidence",
        CLEARER,
        args=lambda world: {"evidence_id": world.objects["evidence"].pk},
        missing={"evidence_id": NOBODY_HERE},
        setup=proved,
    ),
    owners("withdraw_purpose", "post"),
    replace(owners("receipt", receipt_id="receipt"), setup=agreed),
    Route("submissions:withdraw_all", EVERYBODY),
    Route("submissions:legal_holds", OPERATOR),
    Route(
        "submissions:lift_legal_hold",
        OPERATOR,
        args=lambda world: {"hold_id": world.objects["legal_hold"].pk},
        missing={"hold_id": NOBODY_HERE},
        method="post",
        setup=held_by_law,
    ),
    owners("copy", clean_id="clean"),
    owners("copy_asset", clean_id="clean", name="page-1"),
    owners("copy_page", clean_id="clean", number=1),
    owners("before", clean_id="clean"),
    owners("missed", "post"),
    owners("not_private", "post"),
    owners("rescrub", "post"),
    owners("permission"),
    Route("submissions:permissions", CLEARER | {"other_reviewer"}),
    Route(
        "submissions:decide_permission",
        CLEARER,
        args=lambda world: {"kind": "grant", "record_id": world.objects["grant"].pk},
        missing={"kind": "grant", "record_id": NOBODY_HERE},
        method="post",
        setup=asking,
    ),
    replace(owners("undo", "post", edit_id="edit"), setup=edited),
    Route(
        "submissions:queue",
        REVIEWERS | {"other_reviewer"},
        MEMBERS - REVIEWERS - {"other_reviewer"},
    ),
    Route(
        "submissions:claim",
        REVIEWERS,
        (OF_THE_PROGRAMME | ADMIN) - REVIEWERS,
        method="post",
        data=lambda world: {"programme": "one"},
    ),
    reviewers("review"),
    reviewers("decide", "post"),
    reviewers("renew", "post"),
    reviewers("skip", "post"),
    reviewers("give_back", "post"),
    reviewers("review_missed", "post"),
    reviewers("review_not_private", "post"),
    reviewers("review_page", clean_id="clean", number=1),
    reviewers("review_rescrub", "post"),
    replace(reviewers("review_undo", "post", edit_id="edit"), setup=edited_in_review),
    replace(
        reviewers("ask_original", "post"),
        data=lambda world: {
            "token": world.objects["review"].lease_token,
            "copy": world.objects["clean"].pk,
        },
    ),
    replace(reviewers("original", request_id="original"), setup=asked_for_original),
    Route("submissions:originals", CLEARER | ADMIN | {"other_reviewer", "other_admin"}),
    Route(
        "submissions:decide_original",
        ADMIN,
        CLEARER,
        lambda world: {"request_id": world.objects["original"].pk},
        {"request_id": NOBODY_HERE},
        "post",
        setup=asked_for_original,
    ),
    replace(reviewers("review_keep", "post", edit_id="edit"), setup=asked_to_keep),
    reviewers("review_asset", clean_id="clean", name="page-1"),
    Route(
        "submissions:appeal_decision",
        CLEARER,
        OWNER | {"quality_reviewer"},
        lambda world: {"appeal_id": world.objects["appeal"].pk},
        {"appeal_id": NOBODY_HERE},
        setup=appealed,
    ),
    Route("submissions:releases", ADMIN | CLEARER | {"other_admin", "other_reviewer"}),
    Route(
        "submissions:propose",
        ADMIN,
        OF_THE_PROGRAMME,
        lambda world: {"slug": world.programme.slug},
        {"slug": "nowhere"},
    ),
    releasers("release", ADMIN | CLEARER),
    releasers("confirm_release", CLEARER, ADMIN),
    releasers("drop_release", ADMIN, CLEARER, "post"),
    releasers("download", CLEARER, ADMIN, "post"),
    Route(
        "submissions:figures",
        ADMIN,
        OF_THE_PROGRAMME,
        lambda world: {"slug": world.programme.slug},
        {"slug": "nowhere"},
    ),
)


def uploads(name: str, method: str, data: Any = None, **more: Any) -> Route:
    """JSON: whoever is not the contractor is told that there is no such thing."""
    of_sample = name in {"start", "form"}
    key, thing = ("submission_id", "sample") if of_sample else ("upload_id", "upload")
    return Route(
        f"api:upload-{name}",
        OWNER,
        args=lambda world: {key: world.objects[thing].pk, **more},
        missing={key: NOBODY_HERE, **more},
        method=method,
        data=lambda world: data or {},
        setup=uploading,
        is_json=True,
    )


UPLOADS = (
    uploads("start", "post", {"name": "memo.txt", "size": 10}),
    uploads("form", "post"),
    uploads("sign", "post", {"numbers": [1]}),
    uploads("parts", "get"),
    uploads("part", "put", number=1),
    uploads("complete", "post"),
    uploads("abort", "post"),
)
