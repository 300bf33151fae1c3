"""What can go wrong before there is an answer.

AssistantError
├── QuestionUnusable    there is nothing in it that could be answered
├── LabelMissing        no passage has the label
├── ModelUnusable       the configured language model can't be set up
└── ReceiptUnusable     a file is no receipt
"""


class AssistantError(Exception):
    """Base of the errors of this folder; the message is one sentence with the next step."""


class QuestionUnusable(AssistantError):
    """The question is empty, too long, or no text."""


class LabelMissing(AssistantError):
    """No passage has the label that was asked for."""


class ModelUnusable(AssistantError):
    """AIDE_MODEL names a model that can't be set up."""


class ReceiptUnusable(AssistantError):
    """What is to be verified is no receipt."""
