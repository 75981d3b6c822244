"""What can be wrong with a file of others."""


class UnreadableFileError(Exception):
    """A file that is none of the expected ones; the text is a full sentence for the person."""


class UnknownLayoutError(UnreadableFileError):
    """A readable table of which no source knows the headings."""
