"""Every way a file can fail to be cleaned.

The family is closed: the pipeline ends in ``Cleaned`` or in one of these, there is no
third outcome. ``code`` is stable and may be quoted by a person; ``sentence`` says what
happened and what to do. Neither ever holds text of an upload: what varies is a number
or a word of ours.
"""

from typing import ClassVar


class ScrubError(Exception):
    """A file that cannot be cleaned. ``final`` means: not even after another try."""

    code: ClassVar[str] = "scrub_failed"
    sentence: ClassVar[str] = "This file could not be cleaned. Replace it or remove it."
    final: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """Keep a detail of our own words (a limit, a stage), never text of an upload."""
        super().__init__(self.code)
        self.detail = detail

    @property
    def message(self) -> str:
        """The sentence for the person, with our own detail where there is one."""
        return f"{self.sentence} ({self.detail})" if self.detail else self.sentence


class TypeMismatch(ScrubError):
    code = "type_mismatch"
    sentence = (
        "The file's name and its content say different types. "
        "Save it again from the program that made it and upload that copy."
    )


class Unsupported(ScrubError):
    code = "unsupported"
    sentence = "This type of file cannot be cleaned here. Save it as another type."


class Encrypted(ScrubError):
    code = "encrypted"
    sentence = "The file is protected with a password. Upload it without the password."


class Broken(ScrubError):
    code = "broken"
    sentence = (
        "The file is damaged and could not be read. Open it in its program, "
        "save it again and upload that copy."
    )


class Empty(ScrubError):
    code = "empty"
    sentence = "The file is empty. Upload the file with its content."


class HasMacro(ScrubError):
    code = "macro"
    sentence = (
        "The file holds macros, which this programme does not accept. "
        "Save it without macros (docx, xlsx, pptx) and upload that copy."
    )
    final = True


class Polyglot(ScrubError):
    code = "polyglot"
    sentence = "The file is two types of file at once. It is not accepted."
    final = True


class Bomb(ScrubError):
    code = "bomb"
    sentence = "The file unpacks to far more than its size. It is not accepted."
    final = True


class TooBig(ScrubError):
    code = "too_big"
    sentence = "The file is larger than the limit. Split it, or upload the part that matters."


class TooDeep(ScrubError):
    code = "too_deep"
    sentence = "Files are nested too deep inside this file. Upload the inner files themselves."


class TooSlow(ScrubError):
    code = "too_slow"
    sentence = "Cleaning took longer than the limit. Split the file and upload the parts."


class OutOfMemory(ScrubError):
    code = "out_of_memory"
    sentence = "Cleaning needed more memory than the limit. Split the file and upload the parts."


class UnknownPart(ScrubError):
    code = "unknown_part"
    sentence = (
        "The file holds a part that cannot be checked. "
        "Remove embedded objects, or export it as another type."
    )


class EditLost(ScrubError):
    code = "edit_lost"
    sentence = "A change you asked for no longer finds its place. Mark it again."


class Leaked(ScrubError):
    code = "leaked"
    sentence = (
        "After cleaning, something that had to go was still there, so the copy was "
        "thrown away. Export the file as another type, or remove it."
    )


class Crashed(ScrubError):
    code = "crashed"
    sentence = (
        "The program that cleans this file stopped. Save the file again from "
        "the program that made it and upload that copy."
    )


class SandboxUnavailable(ScrubError):
    """The fault of the machine, not of the file: it is tried again, never held for it."""

    code = "sandbox_unavailable"
    sentence = (
        "The confined process that reads files could not be started here. "
        "Try again; if it stays so, tell the operator."
    )


class NeedsTool(ScrubError):
    code = "needs_tool"
    sentence = (
        "This type needs a converter that is not installed here. "
        "Save the file in the newer format and upload that copy."
    )


class UnsafePath(ScrubError):
    code = "unsafe_path"
    sentence = (
        "The archive holds a path that leads outside it or cannot be a file's name. "
        "Pack the folder again and upload that copy."
    )


class HeldByPolicy(ScrubError):
    code = "held_by_policy"
    sentence = "The file holds something this programme's policy does not let through."


ERRORS: dict[str, type[ScrubError]] = {
    error.code: error
    for error in (
        ScrubError, TypeMismatch, Unsupported, Encrypted, Broken, Empty, HasMacro, Polyglot,
        Bomb, TooBig, TooDeep, TooSlow, OutOfMemory, UnknownPart, EditLost, Leaked, Crashed,
        NeedsTool, SandboxUnavailable, UnsafePath, HeldByPolicy,
    )
}  # fmt: skip
