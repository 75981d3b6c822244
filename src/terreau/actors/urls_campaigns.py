"""Addresses of what keeps the directory fresh."""

from django.urls import path

from terreau.actors.views import campaigns, objections, refreshing, review, sheet_links

urlpatterns = [
    path("verifier/<str:secret>/", review.review, name="review"),
    path("verifier/<str:secret>/merci/", review.thanks, name="review-thanks"),
    path("verifier/<str:secret>/signaler/", review.report, name="review-report"),
    path("verifier/<str:secret>/opposition/", review.objection, name="review-objection"),
    path("verifier/<str:secret>/plus-de-messages/", review.unsubscribe, name="review-unsubscribe"),
    path("verifier/<str:secret>/corriger/<slug:step>/", review.review_step, name="review-step"),
    path("opposition/", objections.ask, name="objection"),
    path("opposition/<str:secret>/", objections.confirm, name="objection-confirm"),
    path("a-rafraichir/", refreshing.to_refresh, name="to-refresh"),
    path("relectures/", refreshing.list_reviews, name="reviews"),
    path("relectures/vues/", refreshing.see_reviews, name="reviews-seen"),
    path("relectures/<uuid:uuid>/", refreshing.decide, name="review-decide"),
    path("campagnes/", campaigns.list_campaigns, name="campaigns"),
    path("campagnes/nouvelle/", campaigns.new_campaign, name="campaign-new"),
    path("campagnes/<uuid:uuid>/", campaigns.show_campaign, name="campaign"),
    path("campagnes/<uuid:uuid>/lancer/", campaigns.launch, name="campaign-launch"),
    path("campagnes/<uuid:uuid>/clore/", campaigns.close, name="campaign-close"),
    path("campagnes/<uuid:uuid>/renvoyer/", campaigns.resend, name="campaign-resend"),
    path("campagnes/<uuid:uuid>/lettres/", campaigns.letters, name="campaign-letters"),
    path(
        "campagnes/<uuid:uuid>/destinataires/<int:pk>/",
        campaigns.change_target,
        name="campaign-target",
    ),
    path("<uuid:uuid>/fraicheur/", sheet_links.keep_fresh, name="keep-fresh"),
    path("<uuid:uuid>/fraicheur/<int:pk>/retirer/", sheet_links.revoke, name="sheet-link-revoke"),
    path("<uuid:uuid>/telephone/", refreshing.confirm_on_phone, name="confirm-phone"),
]
