"""The desk in the browser: a Datasette plugin with pages of its own for events, articles, outlets and decisions.

Everything that Datasette does (tables, facets, full-text search, SQL, CSV, JSON) stays where it was, under the name of
the database.
"""

from __future__ import annotations

from desk.web.hooks import (
    actor_from_request,
    asgi_wrapper,
    extra_template_vars,
    forbidden,
    menu_links,
    permission_allowed,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
)

__all__ = [
    "actor_from_request",
    "asgi_wrapper",
    "extra_template_vars",
    "forbidden",
    "menu_links",
    "permission_allowed",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
]
