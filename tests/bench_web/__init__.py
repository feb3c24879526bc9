"""How fast the app is for a phone, and how many residents it bears: `make bench-web`, or `python -m tests.bench_web --quick`."""
