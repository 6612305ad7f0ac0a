"""The portal: server-rendered pages in Dutch and English on the same domain functions as the API."""
