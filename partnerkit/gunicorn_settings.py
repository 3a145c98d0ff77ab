"""How gunicorn runs the site: under `manage.py serve`, and in a deployment with
`gunicorn -c python:partnerkit.gunicorn_settings`.
"""

from gunicorn.http import message

wsgi_app = "partnerkit.wsgi"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # a site that cannot start says so once and stops, not once a worker
graceful_timeout = 10  # seconds

# Whatever its address, a visitor gets a page of ours; gunicorn's own is bare and English. It caps
# a request line at 8190 bytes, with no setting to raise that, so we raise the cap itself.
limit_request_line = limit_request_field_size = message.MAX_REQUEST_LINE = 16 * 1024

loglevel = "warning"
control_socket_disable = True  # else every start leaves a socket in the user's home
