import os

WORKER_HEADER = "X-Worker"


def name_worker(get_response):
    """Say which process answered, so that an edit can be looked for on every worker."""

    def middleware(request):
        response = get_response(request)
        response.headers[WORKER_HEADER] = str(os.getpid())
        return response

    return middleware
