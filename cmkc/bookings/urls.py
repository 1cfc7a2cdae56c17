"""Addresses of bookings."""

from django.urls import path

from cmkc.bookings.views import attendance, booking, calendars, managing, mine

app_name = "bookings"
urlpatterns = [
    path("me/bookings/", mine.mine, name="mine"),
    path("me/bookings/feed/renew/", calendars.renew_feed, name="renew_feed"),
    path("me/bookings/feed/stop/", calendars.stop_feed, name="stop_feed"),
    path("me/bookings/<int:pk>/", mine.booking, name="booking"),
    path("me/bookings/<int:pk>/cancel/", mine.cancel_booking, name="cancel"),
    path("me/bookings/<int:pk>/code.svg", mine.code_picture, name="code"),
    path("me/bookings/<int:pk>/calendar.ics", calendars.one, name="calendar"),
    path("me/bookings/<str:token>.ics", calendars.feed, name="feed"),
    path("bookings/<int:pk>/", booking.book_place, name="book"),
    path("bookings/<int:pk>/manage/", managing.manage, name="manage"),
    path("bookings/<int:pk>/change/", managing.change_offer, name="change"),
    path("bookings/<int:pk>/call-off/", managing.call_off_offer, name="call_off"),
    path("bookings/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("bookings/<int:pk>/attendance/print/", attendance.attendance_list, name="attendance_list"),
    path("bookings/<int:pk>/check-in/", attendance.check_in, name="check_in"),
    path("bookings/<int:pk>/<int:booking>/cancel/", managing.cancel_for, name="cancel_for"),
    path("bookings/<int:pk>/<int:booking>/give-place/", managing.give_place_to, name="give_place"),
]
