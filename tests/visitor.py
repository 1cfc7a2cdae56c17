"""A visitor without a browser: asks over HTTP, keeps cookies, fills in forms as they stand in the page."""

import gzip
import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

REDIRECTS = {301, 302, 303}
MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Answer:
    """One answer of the server, as it was sent."""

    address: str
    status: int
    headers: http.client.HTTPMessage
    sent: bytes

    @property
    def body(self) -> bytes:
        """What was sent, unpacked."""
        return gzip.decompress(self.sent) if self.headers.get("Content-Encoding") == "gzip" else self.sent

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Form:
    """One form of a page: where it goes, and the values it holds."""

    action: str = ""
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page, with hidden and chosen values; a text area's words are left to the test."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(named.get("action", ""), named.get("method", "get").lower()))
        elif self.found and tag == "select":
            self.select = named.get("name", "")
        elif self.found and tag == "option" and "selected" in named:
            self.found[-1].values[self.select] = named.get("value", "")
        elif (
            self.found
            and tag == "input"
            and named.get("name")
            and (named.get("type") not in {"checkbox", "radio", "submit"} or "checked" in named)
        ):
            self.found[-1].values[named["name"]] = named.get("value", "")


@dataclass
class Visitor:
    """Keeps cookies like a browser; one connection a request."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 30

    def get(self, address: str, *, follow: bool = True, **headers: str) -> Answer:
        """Ask for an address; redirects are followed unless told otherwise."""
        return self._ask("GET", address, None, follow=follow, headers=headers)

    def post(self, address: str, values: dict[str, str], *, follow: bool = True, **headers: str) -> Answer:
        """Send values as a form does."""
        return self._ask("POST", address, values, follow=follow, headers=headers)

    def submit(self, address: str | Answer, *, form: str = "", **values: str) -> Answer:
        """Fill in the POST form of a page (asked for, or had already), the one whose action ends in `form`; send it."""
        page = self.get(address) if isinstance(address, str) else address
        reader = _Forms()
        reader.feed(page.text)
        post = [each for each in reader.found if each.method == "post" and not each.action.endswith("/theme/")]
        chosen = next(each for each in post if each.action.endswith(form))
        return self.post(urljoin(page.address, chosen.action or page.address), chosen.values | values)

    def sign_in(self, email: str, password: str) -> Answer:
        """Sign in with a password. Raises: AssertionError when the site refuses."""
        answer = self.submit("/accounts/login/", form="/login/", login=email, password=password)
        assert "session" in self.cookies, f"{email} could not sign in: {answer.status} at {answer.address}"
        return answer

    def _ask(
        self, method: str, address: str, values: dict[str, str] | None, *, follow: bool, headers: dict[str, str]
    ) -> Answer:
        answer = self._once(method, address, values, headers)
        for _turn in range(MOST_REDIRECTS):
            if not follow or answer.status not in REDIRECTS:
                break
            answer = self._once("GET", urljoin(answer.address, answer.headers["Location"]), None, headers)
        return answer

    def _once(self, method: str, address: str, values: dict[str, str] | None, headers: dict[str, str]) -> Answer:
        place = urlsplit(urljoin(self.url, address))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Accept-Encoding": "gzip", "Referer": self.url + "/", "Host": place.netloc} | self.headers | named
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if values is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=self.seconds)
        try:
            path = place.path + (f"?{place.query}" if place.query else "")
            connection.request(method, path, None if values is None else urlencode(values), sent)
            response = connection.getresponse()
            answer = Answer(place.geturl(), response.status, response.headers, response.read())
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
