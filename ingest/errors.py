"""What can go wrong while a document is read.

IngestError
├── DocumentUnreadable     the file or its bytes are not what a reader can take
├── CorpusBroken           a shipped file is missing or does not hold what it must
└── ExpansionsBroken       a line of an expansions file is wrong
"""


class IngestError(Exception):
    """Base of the errors of this folder; the message is one sentence a person can act on."""


class DocumentUnreadable(IngestError):
    """The file is empty, binary, or not in the format that the reader expects."""


class CorpusBroken(IngestError):
    """A file of the shipped corpus is missing or damaged."""


class ExpansionsBroken(IngestError):
    """An expansions file has a line that is no valid expansion."""
