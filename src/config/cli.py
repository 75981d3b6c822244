"""The `terreau` command: serve, demo, worker, refresh, rebuild, backup, restore, check."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from config import serving

SETTINGS = "DJANGO_SETTINGS_MODULE"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a fault is a sentence, never a traceback."""
    options = _build_parser().parse_args(arguments)
    default = "config.settings.dev" if options.command == "demo" else "config.settings.base"
    os.environ.setdefault(SETTINGS, default)
    try:
        django.setup()
        return options.run(options) or 0
    except ImproperlyConfigured as error:
        return _refuse(
            f"Les réglages ne sont pas complets ({error}). Donnez les variables d’environnement "
            "de docs/exploitation.md, ou essayez la démonstration avec « terreau demo »."
        )
    except DatabaseError as error:
        return _refuse(
            f"La base de données ne répond pas comme prévu ({str(error).strip()}). Vérifiez "
            "DATABASE_URL et la place libre ; « terreau serve » met le schéma à jour."
        )
    except (CommandError, serving.ServingError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename or 'Le système'} : {error.strerror}.")
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"terreau : {sentence}\n")
    return 1


def _serve(options: argparse.Namespace) -> int:
    serving.check_port(options.host, options.port)
    serving.prepare()
    return serving.serve(options.host, options.port, workers=options.workers)


def _demo(options: argparse.Namespace) -> int:
    if not options.no_serve:
        serving.check_port(options.host, options.port)
    serving.prepare()
    call_command("load_demo", force=options.force)
    if options.no_serve:
        return 0
    return serving.serve(options.host, options.port, workers=options.workers)


def _worker(options: argparse.Namespace) -> None:
    call_command("run_jobs", parent=options.parent, until_empty=options.until_empty)


def _refresh(options: argparse.Namespace) -> None:
    call_command("refresh_territories", file=options.file)


def _indicators(options: argparse.Namespace) -> None:
    call_command(
        "refresh_indicators",
        options.source,
        file=options.file,
        year=options.year,
        extract=options.extract,
    )


def _rebuild(options: argparse.Namespace) -> None:
    call_command("rebuild_index")


def _import_conversation(options: argparse.Namespace) -> None:
    call_command(
        "import_conversation",
        options.folder,
        alliance=options.alliance,
        source=options.source,
        organisations=options.organisations,
        publish=options.publish,
    )


def _backup(options: argparse.Namespace) -> None:
    call_command("write_backup", options.file)


def _restore(options: argparse.Namespace) -> None:
    serving.prepare()
    call_command("restore_backup", options.file, replace=options.replace)


def _check(options: argparse.Namespace) -> None:
    call_command("verify")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="terreau",
        description="Terreau, le logiciel libre des alliances territoriales.",
        epilog="« terreau COMMANDE --help » explique chaque commande.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")

    def add(name: str, run: Callable, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    _add_serving(add("serve", _serve, "Prépare la base, puis sert le site et ses travaux longs."))
    demo = add("demo", _demo, "Charge la démonstration si elle manque, puis la sert.")
    _add_serving(demo)
    demo.add_argument("--no-serve", action="store_true", help="charge les données sans servir")
    demo.add_argument("--force", action="store_true", help="même avec les réglages d’un vrai site")
    worker = add("worker", _worker, "Exécute les travaux longs, à part du site.")
    worker.add_argument("--until-empty", action="store_true", help="s’arrête quand tout est fait")
    worker.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    refresh = add("refresh-territories", _refresh, "Met à jour le référentiel officiel.")
    refresh.add_argument("--file", type=Path, metavar="FICHIER", help="fichier officiel récent")
    _add_figures(add("refresh-indicators", _indicators, "Met à jour indicateurs et programmes."))
    add("rebuild-index", _rebuild, "Recalcule l’index de recherche des acteurs.")
    talk = add("import-conversation", _import_conversation, "Reprend une conversation Polis.")
    talk.add_argument("folder", type=Path, metavar="DOSSIER")
    talk.add_argument("--alliance", required=True, metavar="ADRESSE", help="son nom dans l’adresse")
    talk.add_argument("--source", default="", metavar="TEXTE", help="source et licence à afficher")
    talk.add_argument("--organisations", action="store_true", help="voix d’organisations")
    talk.add_argument("--publish", action="store_true", help="publie au lieu d’un brouillon")
    backup = add("backup", _backup, "Écrit toute l’instance dans un seul fichier.")
    backup.add_argument("file", type=Path, metavar="FICHIER")
    restore = add("restore", _restore, "Remet une sauvegarde dans une instance neuve.")
    restore.add_argument("file", type=Path, metavar="FICHIER")
    restore.add_argument("--replace", action="store_true", help="remplace les données présentes")
    add("check", _check, "Vérifie l’installation et les données.")
    return parser


def _add_figures(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", nargs="?", default="", metavar="SOURCE", help="toutes sinon")
    command.add_argument("--file", type=Path, metavar="FICHIER", help="fichier donné à la main")
    command.add_argument("--year", type=int, metavar="ANNÉE", help="année attendue du fichier")
    command.add_argument("--extract", action="store_true", help="ajoute à ce qui est connu")


def _add_serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="8000")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processus web (2)")


if __name__ == "__main__":
    sys.exit(main())
