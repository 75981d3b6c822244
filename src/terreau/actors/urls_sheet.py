"""Addresses of one sheet: its sections, its offers and needs, its life, its persons."""

from django.urls import path

from terreau.actors.views import editing, lifecycle, positions, resources

urlpatterns = [
    path("modifier/", editing.edit, name="edit"),
    path("modifier/offres/", resources.show, name="edit_resources"),
    path("modifier/offres/<uuid:resource>/", resources.edit, name="edit_resource"),
    path("modifier/offres/<uuid:resource>/retirer/", resources.remove, name="remove_resource"),
    path("modifier/<slug:section>/", editing.edit, name="edit_section"),
    path("juste/", editing.confirm, name="confirm"),
    path("historique/<int:change>/retablir/", editing.undo, name="undo_change"),
    path("situation/", lifecycle.show, name="lifecycle"),
    path("situation/rouvrir/", lifecycle.reopen, name="reopen"),
    path("positions/", positions.add, name="add_position"),
    path("positions/<int:position>/", positions.edit, name="edit_position"),
    path("positions/<int:position>/clore/", positions.close, name="close_position"),
    path("positions/<int:position>/informee/", positions.mark, name="position_informed"),
    path("positions/<int:position>/effacer/", positions.erase, name="erase_position"),
]
