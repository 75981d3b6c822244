"""Addresses of the conversations, of their statements and of what every consultation shares."""

from django.urls import path

from terreau.dialogues.views import (
    consultations,
    conversations,
    links,
    moderation,
    own_voice,
    statements,
)

_ONE = "conversation/<uuid:uuid>/"
_STATEMENT = f"{_ONE}enonces/<int:number>/"
_ANY = "consultation/<uuid:uuid>/"

conversation_patterns = [
    path("conversation/nouvelle/", conversations.new, name="conversation-new"),
    path(_ONE, conversations.conversation, name="conversation"),
    path(f"{_ONE}modifier/", conversations.edit, name="conversation-edit"),
    path(f"{_ONE}enonces/", statements.statements, name="statements"),
    path(f"{_ONE}enonces/ecrire/", statements.write, name="statement-write"),
    path(f"{_ONE}enonces/depart/", statements.seed, name="statement-seed"),
    path(f"{_STATEMENT}corriger/", statements.edit, name="statement-edit"),
    path(f"{_STATEMENT}reprendre/", statements.take_back, name="statement-take-back"),
    path(f"{_ONE}relecture/", moderation.queue, name="moderation"),
    path(f"{_ONE}relecture/journal/", moderation.log, name="moderation-log"),
    path(f"{_ONE}relecture/journal.csv", moderation.log_csv, name="moderation-csv"),
    path(f"{_ONE}relecture/<int:number>/", moderation.decide, name="moderate"),
    path(f"{_ANY}publier/", consultations.publish, name="publish"),
    path(f"{_ANY}clore/", consultations.close, name="close"),
    path(f"{_ANY}rouvrir/", consultations.reopen, name="reopen"),
    path(f"{_ANY}devoiler/", consultations.reveal, name="reveal"),
    path(f"{_ANY}effacer/", consultations.discard, name="discard"),
    path(f"{_ANY}liens/", links.links, name="links"),
    path(f"{_ANY}liens/emettre/", links.issue, name="links-issue"),
    path(f"{_ANY}liens/envoyer/", links.send, name="links-send"),
    path(f"{_ANY}liens/<int:number>/retirer/", links.revoke, name="link-revoke"),
    path(f"{_ANY}liens/<int:number>/remplacer/", links.replace, name="link-replace"),
    path(f"{_ANY}voix/rattacher/", own_voice.attach, name="voice-attach"),
    path(f"{_ANY}voix/detacher/", own_voice.detach, name="voice-detach"),
]
