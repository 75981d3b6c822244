"""Documents of the parties: their type is read from their content, and nobody else reads them."""

import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.attachments import clean_name, identify
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.writing import lock_partnership, write
from terreau.partnerships.models import Document, Partnership
from terreau.partnerships.permissions import can_remove_document, can_write_papers

MOST_DOCUMENTS = 40


@transaction.atomic
def add_document(
    partnership: Partnership, upload: UploadedFile, *, by: Posture, now: datetime.datetime
) -> Document:
    """Join a file whose type was read from its content."""
    require(can_write_papers(by, partnership))
    locked = lock_partnership(partnership)
    if locked.documents.count() >= MOST_DOCUMENTS:
        raise Refused(
            _(
                "Ce partenariat a déjà quarante documents, le plus qu’il puisse porter. Retirez-en "
                "un, ou réunissez-en plusieurs."
            )
        )
    size = upload.size or 0
    kind = identify(upload.name or "", upload, size)
    upload.seek(0)
    found = Document(
        partnership=locked,
        name=clean_name(upload.name or ""),
        content_type=kind.media_type,
        size=size,
        added_by=by.person,
        posture=by.label,
        added_at=now,
    )
    # Stored under a name of its own: what the person typed never becomes a path.
    found.file.save(f"{found.uuid}.{kind.endings[0]}", upload, save=False)
    try:
        with transaction.atomic():
            found.save()
            write(locked, "document-added", by=by, now=now, name=found.name)
    except Exception:
        found.file.delete(save=False)
        raise
    return found


@transaction.atomic
def remove_document(document: Document, *, by: Posture, now: datetime.datetime) -> None:
    """Take a document away; the file itself goes once that is certain."""
    require(can_remove_document(by, document))
    partnership, file = document.partnership, document.file
    write(partnership, "document-removed", by=by, now=now, name=document.name)
    document.delete()
    transaction.on_commit(lambda: file.delete(save=False))
