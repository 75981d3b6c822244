"""Addresses of an alliance's story; `urls.py` puts them under the alliance."""

from django.urls import path

from terreau.alliances.views import governance, handover, journal, prints, records

urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("journal/ecrire/", journal.write_page, name="journal-write"),
    path("journal/<uuid:entry>/", journal.show_entry, name="entry"),
    path("journal/<uuid:entry>/modifier/", journal.edit_page, name="entry-edit"),
    path("journal/<uuid:entry>/voix/", journal.voice, name="entry-voice"),
    path("journal/<uuid:entry>/joindre/", journal.attach, name="entry-attach"),
    path("pieces/<uuid:attachment>/", journal.attachment, name="attachment"),
    path("decisions/", records.records, name="records"),
    path("decisions.csv", records.records_csv, name="records-csv"),
    path("relais/", handover.handover, name="handover"),
    path("gouvernance/", governance.governance, name="governance"),
    path("imprimer/", prints.print_page, name="print"),
]
