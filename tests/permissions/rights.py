"""Who gets what from the routes about rights: holds, questions to owners, the register."""

from typing import Any

from submissions.models import Submission
from submissions.states import State
from tests.factories import askings, rights
from tests.permissions.routes import (
    ADMIN,
    EVERYBODY,
    NOBODY_HERE,
    OF_THE_PROGRAMME,
    OPERATOR,
    Route,
)
from tests.permissions.submissions import CLEARER, OWNER, REVIEWERS, at, reviewers
from tests.permissions.world import ANONYMOUS, World

DESK = CLEARER | ADMIN
ELSEWHERE = frozenset({"other_admin", "other_reviewer"})
EVERYONE = EVERYBODY | {ANONYMOUS}


def held(world: World) -> None:
    """A sample that waits for a clearance reviewer."""
    at(State.CONFIRMING)(world)
    sample = world.objects["sample"]
    rights.all_clear(sample)
    hold = {"held_rule": "R8", "held_party": "reviewer", "held_code": "other_owner_seen"}
    for state in (State.CONSENT, State.HELD):
        Submission.objects.filter(pk=sample.pk).update(state=state.value, **hold)


def drafted(world: World) -> None:
    at(State.CONFIRMING)(world)
    rights.all_clear(world.objects["sample"])
    world.objects["sample"].refresh_from_db()
    askings.owned_by_client(world.objects["sample"])
    world.objects["asking"] = askings.drafted(world.objects["sample"])


def approved(world: World) -> None:
    at(State.CONFIRMING)(world)
    rights.all_clear(world.objects["sample"])
    askings.owned_by_client(world.objects["sample"])
    world.objects["asking"] = askings.approved(world.objects["sample"], shows_copy=True)


def sent(world: World) -> None:
    approved(world)
    from submissions.domain.asking import confirming, sending

    asking = world.objects["asking"]
    confirming.decide(asking, world.people["programme_admin"], confirmed=True)
    sending.send(askings.again(asking))
    world.objects["token"] = askings.last_token()


def answered(world: World) -> None:
    from submissions.domain.asking import answering
    from submissions.models import Answer

    sent(world)
    answering.refuse(askings.again(world.objects["asking"]), Answer.NOT_OURS)


def found(world: World, name: str) -> Any:
    return world.objects[name].pk if name in world.objects else name


def of_asking(name: str, method: str = "get") -> Route:
    """The contractor's alone; reviewers know that the sample exists."""
    return Route(
        f"submissions:{name}",
        OWNER,
        REVIEWERS,
        lambda world: {
            "submission_id": world.objects["sample"].pk,
            "asking_id": world.objects["asking"].pk,
        },
        {"submission_id": NOBODY_HERE, "asking_id": NOBODY_HERE},
        method,
        setup=drafted,
    )


def linked(name: str, method: str, setup: Any, data: Any = None, /, **more: str) -> Route:
    """Whoever holds the link, with or without an account; a guessed one is not there."""
    return Route(
        f"submissions:{name}",
        EVERYONE,
        args=lambda world: {
            "token": world.objects["token"],
            **{key: found(world, value) for key, value in more.items()},
        },
        missing={"token": "A" * 43, **dict.fromkeys(more, NOBODY_HERE)},
        method=method,
        data=lambda world: data or {},
        setup=setup,
        open_to_anonymous=True,
    )


RIGHTS = (
    Route("submissions:holds", DESK | ELSEWHERE),
    Route(
        "submissions:hold",
        CLEARER,
        args=lambda world: {"submission_id": world.objects["sample"].pk},
        missing={"submission_id": NOBODY_HERE},
        setup=held,
    ),
    reviewers("review_rights"),
    Route(
        "submissions:ask_owner",
        OWNER,
        REVIEWERS,
        lambda world: {"submission_id": world.objects["sample"].pk},
        {"submission_id": NOBODY_HERE},
        setup=drafted,
    ),
    of_asking("asking"),
    of_asking("approve_asking", "post"),
    of_asking("stop_asking", "post"),
    of_asking("reply_asking", "post"),
    Route("submissions:addresses", DESK | ELSEWHERE),
    Route(
        "submissions:decide_address",
        DESK,
        args=lambda world: {"asking_id": world.objects["asking"].pk},
        missing={"asking_id": NOBODY_HERE},
        method="post",
        setup=approved,
    ),
    Route(
        "submissions:try_asking_again",
        DESK,
        args=lambda world: {"asking_id": world.objects["asking"].pk},
        missing={"asking_id": NOBODY_HERE},
        method="post",
        setup=approved,
    ),
    Route(
        "submissions:terms_changed",
        OWNER,
        args=lambda world: {"programme_id": world.programme.pk},
        missing={"programme_id": NOBODY_HERE},
        setup=held,
    ),
    linked("answer_asking", "post", sent, {"answer": "more", "words": "Which one?"}),
    linked("asking_receipt", "get", answered),
    linked("asking_copy", "get", sent),
    linked("asking_picture", "get", sent, clean_id="clean", name="page-1"),
    Route(
        "submissions:register",
        ADMIN,
        OF_THE_PROGRAMME,
        lambda world: {"slug": world.programme.slug},
        {"slug": "nowhere"},
    ),
    Route("submissions:platform_register", OPERATOR),
)
