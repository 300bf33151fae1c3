from index.drafts import lexical_rows
from ingest.expansions import ExpansionKind
from tests.index.samples import TORTURE, WATER, expansion, sample_source


def test_the_name_of_a_document_without_expansions_leads_to_its_passages() -> None:
    rows = lexical_rows(sample_source((TORTURE, WATER)))

    assert all(row.startswith("Sample\n") for row in [*rows["words"], *rows["grams"]])


def test_a_document_with_expansions_is_found_by_them() -> None:
    source = sample_source(
        (TORTURE, WATER),
        [
            expansion("I.A.2", "wells"),
            expansion("I.A.2", "Brunnen", language="de"),
            expansion("I.A.2", "Who owns the sea?", kind=ExpansionKind.UNANSWERED),
        ],
    )
    rows = lexical_rows(source)

    assert rows["words"][-1] == f"I. People\nA. Rights\n{WATER}\nwells"
    assert rows["grams"][-1] == f"I. People\nA. Rights\n{WATER}\nwells\nBrunnen"
    assert rows["words"][-2] == f"I. People\nA. Rights\n{TORTURE}"
