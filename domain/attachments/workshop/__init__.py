"""The workshop: where a file is opened that somebody sent, in a process of its own that can do nothing else.

The folder is run by path and isolated, so nothing of the application is loaded: it has a file on its standard input, limits on
memory and time, no environment, may write no files, and answers on its standard output. What it makes is a copy without what
acts or tells who made it, a small picture and pictures of pages; or one word that says why not.
"""
