"""Let a file too heavy go by without keeping any of it."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from terreau.core.exchange.reading.limits import max_bytes

FLAG = "terreau.too_heavy"


class WeightGuard(FileUploadHandler):
    """Stand first among the handlers: past the limit, nothing of a file is stored."""

    def __init__(self, request: Any = None):
        super().__init__(request)
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to weigh a file."""
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Weigh a piece and hand it on."""
        self._received += len(raw_data)
        if self._received > max_bytes() and self._is_import():
            self.request.META[FLAG] = True
            raise SkipFile
        return raw_data

    def _is_import(self) -> bool:
        match = self.request.resolver_match
        return match is not None and match.view_name == "exchange:upload"

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
