"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 3 passes, 1 lane.

    Django's own choice takes 100 MiB a sign-in, so that a handful of sign-ins at once would outgrow the memory of two
    web workers. OWASP's password storage cheat sheet gives 19 MiB and 2 passes as the least; this is one pass more.
    """

    time_cost = 3
    memory_cost = 19 * 1024
    parallelism = 1
