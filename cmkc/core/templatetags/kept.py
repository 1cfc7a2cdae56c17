"""The tag `kept`: a part of a page that is the same for every reader, rendered once and then a piece of text.

    {% load kept %}
    {% kept theme=theme %}<html data-theme="{{ theme }}">{% translate "Skip to the content" %}{% endkept %}

It depends on the language, and on the arguments given to the tag, which are text, numbers or yes and no of which there
are few: never what somebody typed. Its body sees nothing else: another variable, a form's token or a query stops the
page with KeptError, so that nothing of a reader or of the database can stand in it. A clock (`now`) must not either.
"""

from typing import Any

from django import template
from django.db import connection
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 64
"""How many texts one tag keeps, over all languages and arguments, before it begins anew."""


class KeptError(Exception):
    """A kept part asked for something that is not the same for every reader."""


class Sealed(Context):
    """What the body of a kept part may read: the tag's arguments, and what its own tags set."""

    def __getitem__(self, name: Any) -> Any:
        """Give a value. Raises: KeptError when nothing in the part set it."""
        for values in reversed(self.dicts):
            if name in values:
                return values[name]
        raise KeptError(f"a kept part may not read {name!r}: give it to the tag, or end the part before")

    def get(self, name: Any, otherwise: Any = None) -> Any:
        """Give a value, with no other in its place. Raises: KeptError."""
        return self[name]

    def new(self, values: Any = None) -> Context:
        """Give what an included template sees with `only`: all of it was named there, and the rest is optional."""
        inner = Context(values, autoescape=self.autoescape)
        inner.template, inner.render_context = self.template, self.render_context
        return inner


class KeptNode(Node):
    """One part; its texts stand in the template, which a process loads once."""

    def __init__(self, body: NodeList, arguments: dict[str, FilterExpression]) -> None:
        self.body, self.arguments = body, arguments
        self._texts: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Give the text, from the second time on without rendering it. Raises: KeptError."""
        values = {name: _plain(name, given.resolve(context)) for name, given in self.arguments.items()}
        key = (get_language(), *values.values())
        text = self._texts.get(key)
        if text is None:
            text = self._rendered(context, values)
            if not context.template.engine.debug:  # type: ignore[union-attr]  # translations change under our hands
                if len(self._texts) >= MOST:
                    self._texts.clear()
                self._texts[key] = text
        return text

    def _rendered(self, context: Context, values: dict[str, Any]) -> SafeString:
        """Render the body with nothing but its arguments, and without the database."""
        sealed = Sealed(values)
        sealed.template, sealed.render_context = context.template, context.render_context
        with connection.execute_wrapper(_refuse):
            return self.body.render(sealed)


def _plain(name: str, value: Any) -> Any:
    """Give an argument as what it is compared by. Raises: KeptError for anything but text, a number, yes or no."""
    if isinstance(value, str):
        return "" + value  # text that was marked safe is equal to the same text that was not, and must not pass for it
    if value is None or isinstance(value, bool | int):
        return value
    raise KeptError(f"the argument {name!r} of a kept part is neither text nor number: {type(value).__name__}")


def _refuse(*_query: Any) -> Any:
    """Let no query through. Raises: KeptError."""
    raise KeptError("a kept part may not ask the database: it would show everybody what stood there once")


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Read `{% kept name=value … %} … {% endkept %}`. Raises: TemplateSyntaxError for anything else between."""
    words = token.split_contents()[1:]
    arguments = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"kept takes name=value, not {words[0]!r}")
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(body, arguments)
