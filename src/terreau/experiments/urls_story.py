"""Addresses of the story: steps, journal, immersions, measures, decisions."""

from django.urls import path

from terreau.experiments.views import immersions, proof, story

HERE = "<uuid:uuid>/"
story_patterns = [
    path(f"{HERE}recit/", story.story, name="story"),
    path(f"{HERE}recit/pas/", story.step_add, name="step-add"),
    path(f"{HERE}recit/pas/<uuid:step>/", story.step_done, name="step-done"),
    path(f"{HERE}recit/pas-de-cote/", story.sidestep_add, name="sidestep-add"),
    path(f"{HERE}recit/pas-de-cote/<uuid:sidestep>/", story.sidestep_tell, name="sidestep-tell"),
    path(f"{HERE}recit/page/", story.entry_add, name="entry-add"),
    path(f"{HERE}immersions/", immersions.immersions, name="immersions"),
    path(f"{HERE}immersions/proposer/", immersions.propose, name="immersion-propose"),
    path(f"{HERE}immersions/<uuid:immersion>/", immersions.edit, name="immersion-edit"),
    path(f"{HERE}mesure/", proof.proof, name="proof"),
    path(f"{HERE}mesure/protocole/", proof.protocol, name="protocol"),
    path(f"{HERE}mesure/noter/", proof.measure, name="measure"),
    path(f"{HERE}mesure/criteres/", proof.criterion_add, name="criterion-add"),
    path(f"{HERE}mesure/criteres/<uuid:criterion>/", proof.criterion_judge, name="criterion-judge"),
    path(f"{HERE}decisions/", proof.decisions, name="decisions"),
]
