"""Why an upload is not taken. Each has a code, a sentence and nothing of the file."""

from typing import ClassVar

from submissions.domain.errors import Refused


class UploadRefused(Refused):
    """``status`` is the HTTP status that says the same to a program."""

    code: ClassVar[str] = "upload_refused"
    sentence: ClassVar[str] = "This upload was not taken."
    status: ClassVar[int] = 422


class BadNameError(UploadRefused):
    code = "bad_name"
    sentence = (
        "The file's name is empty, too long, or holds characters that hide what it is. "
        "Rename the file and upload it again."
    )


class EmptyFileError(UploadRefused):
    code = "empty"
    sentence = "The file is empty. Upload the file with its content."


class TypeNotAcceptedError(UploadRefused):
    code = "type_not_accepted"
    sentence = "This programme does not take this type of file."


class FileTooBigError(UploadRefused):
    code = "too_big"
    sentence = "The file is larger than this programme accepts. Split it."
    status = 413


class OverQuotaError(UploadRefused):
    code = "over_quota"
    sentence = (
        "There is not enough room left for this file. Remove files you do not need, "
        "or ask the programme for more room."
    )
    status = 413


class TooManyFilesError(UploadRefused):
    code = "too_many_files"
    sentence = "There are as many files as this programme takes. Put small ones into a folder."


class LengthMissingError(UploadRefused):
    code = "length_missing"
    sentence = "The browser did not say how much it sends. Try again with another browser."
    status = 411


class FormCutError(UploadRefused):
    code = "form_cut"
    sentence = "The connection was cut before everything had arrived. Upload the files again."
    status = 400


class NoRoomError(UploadRefused):
    code = "no_room"
    sentence = "The portal is short of room just now. Nothing was lost; try again later."
    status = 507


class SignatureExpiredError(UploadRefused):
    code = "signature_expired"
    sentence = "The permission to send this part is over. The upload asks for another by itself."
    status = 403


class PartSizeError(UploadRefused):
    code = "part_size"
    sentence = "A part arrived with another length than was announced. Send it again."
    status = 400


class PartDiffersError(UploadRefused):
    code = "part_differs"
    sentence = "The file has changed since the upload began. Remove it and upload it again."
    status = 409


class NoSuchPartError(UploadRefused):
    code = "no_such_part"
    sentence = "The upload has no part with this number."
    status = 400


class PartsMissingError(UploadRefused):
    code = "parts_missing"
    sentence = "Parts of the file have not arrived yet. Resume the upload."
    status = 409


class NothingToReplaceError(UploadRefused):
    code = "nothing_to_replace"
    sentence = "The file that this one should stand in for is not there any more."
    status = 404


class UploadOverError(UploadRefused):
    code = "upload_over"
    sentence = "This upload has ended. Start it again."
    status = 409
