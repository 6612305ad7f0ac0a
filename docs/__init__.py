"""The documentation, as a package so that an installed wheel carries it too; `web.docs` serves it under /help."""
