"""What can go wrong in the index.

IndexProblem
├── IndexMissing       nothing was built yet
├── IndexBroken        files are damaged or of another format
├── IndexBusy          another process is building
├── ModelMissing       the embedding model's files are not there
├── ModelBroken        the embedding model's files can't be loaded
└── StorageFailed      the disk is full, read-only or not to be written
"""


class IndexProblem(Exception):
    """Base of the errors of this folder; the message is one sentence with the next step."""


class IndexMissing(IndexProblem):
    """No index was built in this place."""


class IndexBroken(IndexProblem):
    """The index is damaged, or was written by another version."""


class IndexBusy(IndexProblem):
    """Another process holds the build lock."""


class ModelMissing(IndexProblem):
    """A file of the embedding model is missing."""


class ModelBroken(IndexProblem):
    """The embedding model can't be loaded."""


class StorageFailed(IndexProblem):
    """The index could not be written."""
