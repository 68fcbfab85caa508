"""What an older backup brings back of erased people: their rows, or their data keys. It is taken away again."""

from couples.accounts.models import User
from couples.facts.changing import taking_away
from couples.keys import data_keys
from couples.privacy.erasure import ERASED_DOMAIN, erase


def erase_those_without_key() -> int:
    """Erase again whom an older backup has brought back: their data key is destroyed. Returns how many there were."""
    people = without_key()
    for person in people:
        erase(person)
    return len(people)


def without_key() -> list[User]:
    """Return who has no data key and is not erased: those whom an older backup has brought back, or older keys left."""
    keys = data_keys.who_have_one()
    people = User.objects.exclude(email__endswith="@" + ERASED_DOMAIN).order_by("pk")
    return [person for person in people if person.pk not in keys]


def destroy_keys_of_erased() -> int:
    """Destroy data keys that an older backup of `keys` has brought back. Returns how many there were."""
    erased = User.objects.exclude(erased_at=None).values_list("pk", flat=True)
    again = data_keys.who_have_one() & set(erased)
    for person in again:
        with taking_away(person):  # also where they do not hold, for what is known of them is older, too
            data_keys.destroy(person)
    return len(again)
