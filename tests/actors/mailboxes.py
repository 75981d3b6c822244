"""Mail servers that misbehave, for the tests of campaigns."""

import json
import os
import smtplib
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class RefusingBackend(BaseEmailBackend):
    """A server that knows none of its recipients."""

    def send_messages(self, email_messages):
        recipients = dict.fromkeys(email_messages[0].to, (550, b"no such user"))
        raise smtplib.SMTPRecipientsRefused(recipients)


class ClosedBackend(BaseEmailBackend):
    """A server that is down."""

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


class SlowBackend(BaseEmailBackend):
    """A server that takes its time and notes each message in a file, before it answers."""

    def send_messages(self, email_messages):
        for message in email_messages:
            with Path(os.environ["SLOW_MAILBOX"]).open("a", encoding="utf-8") as mailbox:
                mailbox.write(json.dumps({"to": message.to[0]}) + "\n")
            time.sleep(0.15)
        return len(email_messages)
