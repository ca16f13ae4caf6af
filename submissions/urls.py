"""Addresses of everything about submissions, reviews and releases."""

from django.urls import path

from submissions.views import (
    consents,
    copies,
    figures,
    holds,
    home,
    legal_holds,
    originals,
    permissions,
    queue,
    releases,
    review,
    sample,
    wizard,
)

app_name = "submissions"
ID = "<uuid:submission_id>"
REVIEW = "review/<uuid:review_id>"
RELEASE = "releases/<uuid:release_id>"

urlpatterns = [
    path("submissions/", home.home, name="home"),
    path("submissions/new/", home.new, name="new"),
    path(f"submissions/{ID}/", sample.submission, name="submission"),
    path(f"submissions/{ID}/task/", wizard.task, name="task"),
    path(f"submissions/{ID}/task/autosave/", wizard.autosave, name="autosave"),
    path(f"submissions/{ID}/rights/", wizard.rights, name="rights"),
    path(f"submissions/{ID}/files/", wizard.upload, name="files"),
    path(
        f"submissions/{ID}/files/<uuid:artefact_id>/remove/",
        wizard.remove_file,
        name="remove_file",
    ),
    path(f"submissions/{ID}/finish/", wizard.finish, name="finish"),
    path(f"submissions/{ID}/discard/", wizard.discard, name="discard"),
    path(f"submissions/{ID}/status/", sample.status, name="status"),
    path(f"submissions/{ID}/permission/", permissions.permission, name="permission"),
    path(f"submissions/{ID}/confirm/", sample.confirm, name="confirm"),
    path(f"submissions/{ID}/recheck/", sample.recheck, name="recheck"),
    path(f"submissions/{ID}/answer/", sample.answer, name="answer"),
    path(f"submissions/{ID}/appeal/", sample.appeal, name="appeal"),
    path(f"submissions/{ID}/withdraw/", sample.withdraw, name="withdraw"),
    path(
        f"submissions/{ID}/withdraw/purpose/", consents.withdraw_purpose, name="withdraw_purpose"
    ),
    path(f"submissions/{ID}/receipts/<uuid:receipt_id>/", consents.receipt, name="receipt"),
    path("submissions/withdraw/", consents.withdraw_all, name="withdraw_all"),
    path(f"submissions/{ID}/copies/<uuid:clean_id>/", copies.copy, name="copy"),
    path(
        f"submissions/{ID}/copies/<uuid:clean_id>/<slug:name>.png", copies.asset, name="copy_asset"
    ),
    path(
        f"submissions/{ID}/copies/<uuid:clean_id>/pages/<int:number>/",
        copies.page,
        name="copy_page",
    ),
    path(f"submissions/{ID}/copies/<uuid:clean_id>/before/", originals.before, name="before"),
    path(f"submissions/{ID}/missed/", copies.missed, name="missed"),
    path(f"submissions/{ID}/not-private/", copies.not_private, name="not_private"),
    path(f"submissions/{ID}/edits/<uuid:edit_id>/undo/", copies.undo, name="undo"),
    path(f"submissions/{ID}/scrub-again/", copies.rescrub, name="rescrub"),
    path("review/", queue.queue, name="queue"),
    path("review/claim/", queue.claim, name="claim"),
    path("rights/", holds.holds, name="holds"),
    path(f"rights/holds/{ID}/", holds.hold, name="hold"),
    path("review/permissions/", permissions.waiting, name="permissions"),
    path(
        "review/permissions/<slug:kind>/<uuid:record_id>/",
        permissions.decide,
        name="decide_permission",
    ),
    path(f"{REVIEW}/", review.review, name="review"),
    path(f"{REVIEW}/decide/", review.decide, name="decide"),
    path(f"{REVIEW}/renew/", review.renew, name="renew"),
    path(f"{REVIEW}/skip/", review.skip, name="skip"),
    path(f"{REVIEW}/give-back/", review.give_back, name="give_back"),
    path(f"{REVIEW}/edits/<uuid:edit_id>/", review.keep, name="review_keep"),
    path(f"{REVIEW}/missed/", review.missed, name="review_missed"),
    path(f"{REVIEW}/edits/<uuid:edit_id>/undo/", review.undo, name="review_undo"),
    path(f"{REVIEW}/scrub-again/", review.rescrub, name="review_rescrub"),
    path(f"{REVIEW}/copies/<uuid:clean_id>/pages/<int:number>/", review.page, name="review_page"),
    path(f"{REVIEW}/originals/", originals.ask, name="ask_original"),
    path(f"{REVIEW}/originals/<uuid:request_id>/", originals.granted, name="original"),
    path("review/originals/", originals.waiting, name="originals"),
    path("review/originals/<uuid:request_id>/", originals.decide, name="decide_original"),
    path(f"{REVIEW}/copies/<uuid:clean_id>/<slug:name>.png", review.asset, name="review_asset"),
    path("review/appeals/<uuid:appeal_id>/", review.appeal, name="appeal_decision"),
    path("platform/legal-holds/", legal_holds.holds, name="legal_holds"),
    path(
        "platform/legal-holds/<uuid:hold_id>/lift/", legal_holds.lift, name="lift_legal_hold"
    ),
    path("releases/", releases.releases, name="releases"),
    path("releases/propose/<slug:slug>/", releases.propose, name="propose"),
    path(f"{RELEASE}/", releases.release, name="release"),
    path(f"{RELEASE}/confirm/", releases.confirm, name="confirm_release"),
    path(f"{RELEASE}/drop/", releases.drop, name="drop_release"),
    path(f"{RELEASE}/download/", releases.download, name="download"),
    path("programmes/<slug:slug>/figures/", figures.figures, name="figures"),
]
