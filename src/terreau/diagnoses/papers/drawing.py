"""Draw the papers of a snapshot: the whole diagnosis, or one sheet for an elected member."""

from terreau.diagnoses.elected import LONGEST_TITLE, MOST_LINES, elected_page
from terreau.diagnoses.enums import PaperKind
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.papers.pdf import lay_out
from terreau.diagnoses.showing import shown_diagnosis

# Whatever its texts, one sheet: shorter titles, then fewer lines, the rest counted below.
_TRIED = (
    (MOST_LINES, LONGEST_TITLE),
    (MOST_LINES, 42),
    (MOST_LINES, 30),
    (5, 30),
    (2, 30),
    (0, 24),
)


def draw_paper(snapshot: DiagnosisSnapshot, kind: str, *, address: str) -> bytes:
    """Draw one paper in the language of the moment."""
    about = {"snapshot": snapshot, "alliance": snapshot.alliance, "address": address}
    diagnosis = thaw(snapshot.content)
    if kind == PaperKind.WHOLE:
        return lay_out("diagnoses/paper.html", shown_diagnosis(diagnosis) | about).write()
    for lines, longest in _TRIED:
        sheet = elected_page(diagnosis, most_lines=lines, longest=longest) | about
        laid = lay_out("diagnoses/elected_paper.html", sheet)
        if laid.pages == 1:
            break
    return laid.write()
