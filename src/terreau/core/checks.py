"""Verify the installation and the data; each domain adds its own verifications.

`register_check("facilitators", find_faults)` in an `AppConfig.ready`: the function takes nothing,
writes nothing, and returns one full sentence for each fault.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks as django_checks
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.backups.writing import walk_files
from terreau.core.journal import verify_every_chain
from terreau.core.models import Job

FindFaults = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Check:
    """One verification; a remark is told without failing."""

    name: str
    label: Any
    find_faults: FindFaults
    is_remark: bool = False


_checks: dict[str, Check] = {}


def register_check(
    name: str, find_faults: FindFaults, *, label: Any = "", is_remark: bool = False
) -> None:
    """Add a verification to `terreau check`."""
    _checks[name] = Check(name, label or name, find_faults, is_remark)


def every_check() -> list[Check]:
    """All verifications, the installation's first."""
    return list(_checks.values())


def find_settings_faults() -> Iterator[str]:
    """Ask Django what is unsafe in the settings of a real installation."""
    if not settings.SECURE_SSL_REDIRECT:
        return  # the demo's settings: this machine only, plain HTTP, said in their own name
    for fault in django_checks.run_checks(include_deployment_checks=True):
        if fault.level >= django_checks.WARNING:
            yield f"{fault.id} : {fault.msg}"


def find_missing_migrations() -> Iterator[str]:
    """Tell whether the schema is the code's."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _("La base n’est pas à jour. Lancez « terreau serve », qui la met à jour.")


def find_cache_faults() -> Iterator[str]:
    """Tell whether the shared cache answers: rate limits stand on it."""
    try:
        cache.get("terreau-check")
    except DatabaseError:
        yield _("La table du cache manque. Lancez « terreau serve », qui la crée.")


def find_missing_files() -> Iterator[str]:
    """Tell which rows name a file that is gone."""
    for name in sorted(_named_files() - set(walk_files())):
        if not default_storage.exists(name):
            yield _("Le fichier « %(name)s » manque. Reprenez-le d’une sauvegarde.") % {
                "name": name
            }


def find_orphan_files() -> Iterator[str]:
    """Tell which files no row names any more."""
    for name in sorted(set(walk_files()) - _named_files()):
        yield _("Plus rien ne désigne le fichier « %(name)s ». Vous pouvez le supprimer.") % {
            "name": name
        }


def find_failed_jobs() -> Iterator[str]:
    """Tell which long works ended badly."""
    for job in Job.objects.exclude(error="").order_by("created_at"):
        yield f"{job.label} ({job.pk}) : {job.error}"


def _named_files() -> set[str]:
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                filled = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
                names.update(filled.values_list(field.name, flat=True))
    return names - {None}


register_check("settings", find_settings_faults, label=gettext_lazy("réglages"))
register_check("migrations", find_missing_migrations, label=gettext_lazy("schéma de la base"))
register_check("cache", find_cache_faults, label=gettext_lazy("cache partagé"))
register_check("journal", verify_every_chain, label=gettext_lazy("chaînes du journal"))
register_check("files", find_missing_files, label=gettext_lazy("fichiers déposés"))
register_check(
    "orphans", find_orphan_files, label=gettext_lazy("fichiers sans usage"), is_remark=True
)
register_check("jobs", find_failed_jobs, label=gettext_lazy("travaux échoués"), is_remark=True)
