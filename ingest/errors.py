"""What can go wrong while a document is read.

IngestError
├── DocumentUnreadable     the file or its bytes are not what a reader can take
├── CorpusBroken           a shipped file is missing or does not hold what it must
├── DocumentMissing        no document has this id
├── LibraryBusy            another process is changing the added documents
├── LibraryFailed          the added documents can't be read or written
├── ExpansionsBroken       a line of an expansions file is wrong
└── DownloadFailed         a document could not be fetched
    ├── DownloadBlocked    the server turns programs away; a browser may get the document
    └── HostUnreachable    no connection to the server, whatever is asked of it
"""


class IngestError(Exception):
    """Base of the errors of this folder; the message is one sentence a person can act on."""


class DocumentUnreadable(IngestError):
    """The file is empty, binary, or not in the format that the reader expects."""


class CorpusBroken(IngestError):
    """A file of the shipped corpus is missing or damaged."""


class ExpansionsBroken(IngestError):
    """An expansions file has a line that is no valid expansion."""


class DocumentMissing(IngestError):
    """There is no document with this id, or it can't be one."""


class LibraryBusy(IngestError):
    """Another process is adding or removing documents."""


class LibraryFailed(IngestError):
    """The folder of added documents is damaged or can't be written."""


class DownloadFailed(IngestError):
    """A document could not be fetched, or what came is not that document."""


class DownloadBlocked(DownloadFailed):
    """The server turns programs away, as EUR-Lex's bot wall does; a browser may get through."""


class HostUnreachable(DownloadFailed):
    """The server's name does not resolve or nothing answers there; every address of it fails."""
