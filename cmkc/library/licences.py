"""The licences a work may carry, by their SPDX ids."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Licence:
    """One licence: its id in the SPDX list, its name and the address of its text."""

    spdx: str
    name: str
    url: str


LICENCES: dict[str, Licence] = {
    row.spdx: row
    for row in (
        Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        Licence("CC-BY-ND-4.0", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
        Licence("CC-BY-NC-4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
        Licence("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        Licence("CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        Licence("MIT", "MIT", "https://spdx.org/licenses/MIT.html"),
        Licence("BSD-3-Clause", "BSD 3-Clause", "https://spdx.org/licenses/BSD-3-Clause.html"),
        Licence("Apache-2.0", "Apache 2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        Licence("GPL-3.0-or-later", "GPL 3.0 or later", "https://spdx.org/licenses/GPL-3.0-or-later.html"),
    )
}
CHOICES = [("", _("not stated")), *((row.spdx, row.name) for row in LICENCES.values())]
