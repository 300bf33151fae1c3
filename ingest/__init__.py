"""Documents in, passages out: readers, the outline, the splitter, and the corpus that ships."""
