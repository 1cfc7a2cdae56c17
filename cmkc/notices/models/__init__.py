"""The tables of notices; each is declared in the module of its subject and named here for Django."""

from cmkc.notices.models.following import Follow, MailSetting, Pace
from cmkc.notices.models.mail import Delivery, DeliveryState, OutboxMail
from cmkc.notices.models.telling import Event, Notice

__all__ = ["Delivery", "DeliveryState", "Event", "Follow", "MailSetting", "Notice", "OutboxMail", "Pace"]
