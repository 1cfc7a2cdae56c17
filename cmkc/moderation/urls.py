"""Addresses of the desk."""

from django.urls import path

from cmkc.moderation.views import appeals, bulk, desk, flags, log, mine, reasons, sanctions

app_name = "moderation"
urlpatterns = [
    path("moderation/", desk.queue, name="queue"),
    path("moderation/next/", desk.next_item, name="next"),
    path("moderation/items/<int:pk>/", desk.item_page, name="item"),
    path("moderation/items/<int:pk>/take/", desk.take_item, name="take"),
    path("moderation/items/<int:pk>/skip/", desk.skip_item, name="skip"),
    path("moderation/items/<int:pk>/release/", desk.release_item, name="release"),
    path("moderation/bulk/", bulk.bulk, name="bulk"),
    path("moderation/decisions/<int:pk>/undo/", bulk.undo_one, name="undo"),
    path("moderation/batches/<uuid:batch>/undo/", bulk.undo_all, name="undo_batch"),
    path("moderation/log/", log.log, name="log"),
    path("moderation/load/", log.load, name="load"),
    path("moderation/reasons/", reasons.reasons, name="reasons"),
    path("moderation/reasons/<int:pk>/", reasons.reason, name="reason"),
    path("moderation/sanctions/", sanctions.sanctions, name="sanctions"),
    path("moderation/sanctions/<int:pk>/confirm/", sanctions.confirm_ban, name="confirm"),
    path("moderation/sanctions/<int:pk>/lift/", sanctions.lift_sanction, name="lift"),
    path("moderation/members/<int:pk>/", sanctions.member, name="member"),
    path("moderation/appeals/", appeals.appeals, name="appeals"),
    path("moderation/appeals/<int:pk>/", appeals.appeal_page, name="appeal"),
    path("moderation/flag/thanks/", flags.flagged, name="flagged"),
    path("moderation/flag/<slug:kind>/<path:key>/", flags.flag_page, name="flag"),
    path("me/decisions/", mine.my_decisions, name="my_decisions"),
    path("me/decisions/sanctions/<int:pk>/", mine.my_sanction, name="my_sanction"),
    path("me/decisions/<int:pk>/", mine.my_decision, name="my_decision"),
]
