"""Keep the secrets of personal links out of the logs, where their addresses would carry them."""

import logging
import re

# 32 random bytes in URL-safe base 64: exactly what `links.issue_link` makes.
_SECRET = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class HideSecrets(logging.Filter):
    """Rewrite each line that carries something shaped like a link's secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = _SECRET.sub("•••", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
