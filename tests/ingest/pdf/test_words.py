from collections import Counter

from ingest.pdf.words import plan_words, title_words, words_in


def test_words_are_counted_in_small_letters_with_their_hyphens() -> None:
    assert words_in(["Long-term aims,", "long\u2011term; 2020 AIMS"]) == Counter(
        {"long-term": 2, "aims": 2}
    )


def test_the_words_of_the_plan_are_known() -> None:
    assert plan_words()["implementation"] > 10
    assert plan_words()["imple"] == 0


def test_the_words_of_titles_are_known() -> None:
    assert {"guidelines", "council", "european", "union"} <= title_words()
