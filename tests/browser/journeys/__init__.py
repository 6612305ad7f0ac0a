"""What the five kinds of users come for, gone from begin to end in a real browser: at a desk and on a phone, with
and without scripts."""
