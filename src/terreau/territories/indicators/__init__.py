"""What is measured on the territories: the registry, its figures, and how they add up.

`registry` says what exists, `writing` keeps the figures of a year, `reading` gives them as tables,
`perimeters` gives those of any list of units, each with its base, its coverage and its source.
"""
