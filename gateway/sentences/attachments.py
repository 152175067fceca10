"""What is said about files: by the door, which looks at them, and by the services that keep them."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

_NOT_TAKEN: Final = N_("The file cannot be taken")
_ON_THE_WAY: Final = N_("It may have been damaged on its way. Please send it again, or save it anew first.")

ATTACHMENTS: Final[dict[str, Sentence]] = {
    "gateway.not_a_form": Sentence(
        415,
        N_("No file was sent"),
        N_("What was sent is no file. Please choose one and send it again."),
        hint="Send the file as multipart/form-data, in its field file.",
    ),
    "gateway.no_file": Sentence(
        422,
        N_("There is no file"),
        N_("No file was chosen. Please choose one and send it again."),
        hint="The form has no file in its field file.",
    ),
    "gateway.attachment_type": Sentence(
        415,
        N_("This type of file is not taken"),
        N_("What counts is what is in the file, not its name. These types are taken: %(known)s."),
    ),
    "gateway.attachment_too_large": Sentence(
        413, N_("The file is too large"), N_("A file may have at most %(limit_mib)s MiB. Please send a smaller one.")
    ),
    "gateway.attachment_pixels": Sentence(
        422,
        N_("The picture is too large"),
        N_("A picture may have at most %(limit_megapixels)s million pixels. Please send a smaller one."),
    ),
    "gateway.attachment_damaged": Sentence(422, N_("The file cannot be read"), _ON_THE_WAY),
    "gateway.attachment_disguised": Sentence(
        422, _NOT_TAKEN, N_("It holds something beside what it shows. Please save it anew, or send a picture of it.")
    ),
    "gateway.attachment_active": Sentence(
        422,
        _NOT_TAKEN,
        N_("It holds macros, scripts or other files. Please save it without them, or print it to a PDF."),
    ),
    "gateway.attachment_locked": Sentence(
        422, _NOT_TAKEN, N_("It is protected by a password. Please send it without one.")
    ),
    "gateway.attachment_bomb": Sentence(
        422, _NOT_TAKEN, N_("It becomes far too large when it is opened. Please send a simpler file.")
    ),
    "gateway.attachment_intricate": Sentence(
        422, _NOT_TAKEN, N_("It consists of far too many pieces. Please save it anew, or send a simpler file.")
    ),
    "intake.too_late_to_attach": Sentence(
        409,
        N_("The files cannot be changed any more"),
        N_("Files can be added and removed only while the message waits; this one is %(state)s."),
    ),
    "intake.too_many_attachments": Sentence(
        409, N_("There are enough files"), N_("A message has %(limit)s files at most. Please remove one first.")
    ),
    "intake.attachments_too_large": Sentence(
        409,
        N_("The files are too large together"),
        N_("The files of a message have at most %(limit_mib)s MiB together. Please send a smaller one."),
    ),
    "intake.already_attached": Sentence(
        409, N_("The file is there already"), N_("The very same file was added at %(at)s.")
    ),
    "intake.attachment_not_found": Sentence(404, N_("No such file"), N_("There is no such file, or it was removed.")),
    "review.too_many_attachments": Sentence(
        409, N_("There are enough files"), N_("A reply has %(limit)s files at most. Please remove one first.")
    ),
    "review.attachments_too_large": Sentence(
        409,
        N_("The files are too large together"),
        N_("The files of a reply have at most %(limit_mib)s MiB together. Please send a smaller one."),
    ),
    "review.already_attached": Sentence(
        409, N_("The file is there already"), N_("The very same file is with the reply already.")
    ),
    "review.attachment_not_found": Sentence(404, N_("No such file"), N_("There is no such file, or it was removed.")),
    "intake.text_not_public": Sentence(
        409,
        N_("The message has no public text yet"),
        N_("A file is made public beside the public text. Please confirm that text first."),
    ),
}
