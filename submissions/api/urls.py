from django.urls import path

from submissions.api import plain_form, uploads

app_name = "api"
urlpatterns = [
    path("submissions/<uuid:submission_id>/uploads", uploads.start, name="upload-start"),
    path("submissions/<uuid:submission_id>/files", plain_form.files, name="upload-form"),
    path("uploads/<uuid:upload_id>/sign", uploads.sign, name="upload-sign"),
    path("uploads/<uuid:upload_id>/parts", uploads.parts, name="upload-parts"),
    path("uploads/<uuid:upload_id>/parts/<int:number>", uploads.part, name="upload-part"),
    path("uploads/<uuid:upload_id>/complete", uploads.complete, name="upload-complete"),
    path("uploads/<uuid:upload_id>/abort", uploads.abort, name="upload-abort"),
]
