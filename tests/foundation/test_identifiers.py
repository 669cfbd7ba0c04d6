"""Ids that sort by time and open nothing; secrets that nobody can guess or read back."""

import string
import threading
import uuid

import time_machine

from app.foundation.identifiers import hashed, new_id, new_secret, same


def test_an_id_is_a_uuid_of_version_7():
    made = new_id()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


def test_an_id_says_when_it_was_made():
    with time_machine.travel("2028-03-10T10:00:00Z", tick=False):
        assert new_id().int >> 80 == 1_836_295_200_000


def test_ids_sort_in_the_order_in_which_they_were_made():
    with time_machine.travel("2027-03-10T10:00:00Z", tick=False) as traveller:
        made = []
        for _ in range(50):
            made.append(new_id())
            traveller.shift(0.001)
    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)


def test_ids_of_one_millisecond_keep_their_order_also_when_the_clock_is_set_back_a_little():
    with time_machine.travel("2027-03-10T10:00:00Z", tick=False) as traveller:
        made = [new_id() for _ in range(5000)]  # more than the count within one millisecond holds
        traveller.shift(-2)
        made += [new_id() for _ in range(50)]
    assert made == sorted(made)
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)


def test_a_clock_that_was_years_ahead_does_not_stay_so():
    with time_machine.travel("2037-03-10T10:00:00Z", tick=False):
        new_id()
    with time_machine.travel("2029-03-10T10:00:00Z", tick=False):
        assert new_id().int >> 80 == 1_867_831_200_000


def test_ids_made_at_the_same_moment_by_many_threads_all_differ():
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_a_secret_fits_in_a_link_and_is_never_the_same():
    secrets = {new_secret() for _ in range(500)}
    assert len(secrets) == 500
    assert all(len(one) == 32 and set(one) <= set(string.ascii_letters + string.digits + "-_") for one in secrets)


def test_what_we_keep_of_a_secret_does_not_hold_it():
    secret = new_secret()
    assert secret not in hashed(secret)
    assert hashed(secret) == hashed(secret)
    assert hashed(secret) != hashed(new_secret())


def test_secrets_are_compared_whole():
    assert same("kettle", "kettle")
    assert not same("kettle", "kettl")
    assert not same("kettle", "żaneta")
