"""The test farm: some hundreds of pages as the web has them, and what each should be called.

Texts (in `texts/`, to be read and added to) are dressed in designs (`designs.py`) and put into
situations: a page that nobody visited before, one that was good and is now another, one behind
redirects. Every case says what is expected of it, and why. Nothing is drawn at random.

| label      | what is expected                                                          |
| ---------- | ------------------------------------------------------------------------- |
| works      | living, at its address                                                    |
| moved      | living, at another address for good                                       |
| refuses    | nobody knows: it turns robots away                                        |
| fails      | in trouble now, gone after three days of it over a week                   |
| trouble    | in trouble now and for ever, never gone                                   |
| taken-over | somebody else has the address                                             |
"""

from .hijacked import hijacked
from .living import living
from .moved import moved
from .obstacles import obstacles
from .overlooked import overlooked
from .parked import parked
from .walls import missing, walls

FARM = (
    *living(),
    *moved(),
    *walls(),
    *missing(),
    *parked(),
    *hijacked(),
    *obstacles(),
    *overlooked(),
)
