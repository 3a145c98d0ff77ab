import os

WORKER_HEADER = "X-Worker"


def name_worker(get_response):
    """Name the worker process in a header, so that a benchmark can wait for every worker."""

    def middleware(request):
        response = get_response(request)
        response.headers[WORKER_HEADER] = str(os.getpid())
        return response

    return middleware
