"""The test farm: some hundreds of pages as the web has them, and the right verdict on each.

Texts (in `texts/`, to be read and added to) are put into designs (`designs.py`) and situations: a
page that is new to us, a good page that became another one, a page behind redirects. Every case has
a label for the expected verdict, and the reason. Nothing is random.

| label      | verdict                                                                   |
| ---------- | ------------------------------------------------------------------------- |
| works      | living, at its address                                                    |
| moved      | living, at another address for good                                       |
| refuses    | unknown: it turns robots away                                             |
| fails      | in trouble now, gone after three days of it over a week                   |
| trouble    | in trouble as long as it lasts, never gone                                |
| taken-over | somebody else has the address                                             |
"""

from .errors import errors
from .gates import gates, missing
from .hijacked import hijacked
from .living import living
from .moved import moved
from .overlooked import overlooked
from .parked import parked

FARM = (
    *living(),
    *moved(),
    *gates(),
    *missing(),
    *parked(),
    *hijacked(),
    *errors(),
    *overlooked(),
)
