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
# A name that is the same to the letter is shown to who imports even when too common to be sure.
SAME_NAME_FROM = 0.10

# Log-odds set by hand, since the labels come from the numbers and one list alone tells places:
# a number shared settles it whatever the names; two SIREN outweigh one name in one commune; one
# body is in the commune said nine times in ten, two bodies that share a key about one in five.
SAME_NUMBER = 12.0
SAME_SIREN = 9.5
OTHER_SIREN = -6.0
OTHER_SIRET = -3.0
OTHER_RNA = -5.0
SAME_TOWN = 2.0
SAME_PLACE = 1.6
SAME_POSTCODE = 1.3
NEAR = 0.3
FAR = -1.8
OTHER_DEPARTEMENT = -2.2
OTHER_WORLD = -0.7
