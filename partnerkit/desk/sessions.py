"""Sessions in the database that end twelve hours after they began."""

import time

from django.conf import settings
from django.contrib.sessions.backends import db

BEGAN = "began"  # the session's key for its start, in seconds since 1970


class SessionStore(db.SessionStore):
    def create_model_instance(self, data):
        data.setdefault(BEGAN, int(time.time()))
        return super().create_model_instance(data)

    def get_session_cookie_age(self):
        """The seconds left. Django's own would start anew at each change of the session."""
        age = time.time() - self.get(BEGAN, time.time())
        return settings.SESSION_COOKIE_AGE - age
