"""The weights of the names, with their origin.

Fitted by `python -m bench.matching_fit` on 22 November 2026: logistic regression on the training
half (organisations whose SIREN prints to an even byte) of the pairs that share a key in the grants
of Loire-Atlantique (2005-2014) and the « adultes-relais » posts of 2020-2022. Positive pairs: two
spellings under one SIREN; negative pairs: two SIREN. A weight never takes the wrong sign.
`numbers` and `acronym` are too rare there to be fitted: they are set by hand.
"""

# Shared words beyond this much add nothing: 2.5 is the weight of three rather rare words.
EVIDENCE = 2.5
INTERCEPT = -7.93
# In the order of `likeness.FEATURES`.
NAME_WEIGHTS = (
    4.62,  # shared
    0.29,  # covered
    6.02,  # evidence
    0.13,  # same
    -1.98,  # clash
    -2.00,  # numbers, by hand
    -2.45,  # forms
    -0.30,  # acronym, by hand
)
# The best F1 of the training half.
PROPOSED_FROM = 0.35
