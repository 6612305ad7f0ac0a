"""How good the matcher is: public data, a made-up region, and established tools on the same files (`make quality`)."""
