"""Settings of gunicorn, for `manage.py serve` and for deployments.

A deployment runs `gunicorn -c python:partnerkit.gunicorn_settings`.
"""

from gunicorn.http import message

wsgi_app = "partnerkit.wsgi"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # a site that cannot start stops with one message, not one a worker
graceful_timeout = 10  # seconds

# A request line that is too long gets a bare English page from gunicorn instead of ours. Its cap
# of 8190 bytes is a constant that no setting raises, so we change the constant.
limit_request_line = limit_request_field_size = message.MAX_REQUEST_LINE = 16 * 1024

loglevel = "warning"
control_socket_disable = True  # otherwise every start leaves a socket in the user's home folder
