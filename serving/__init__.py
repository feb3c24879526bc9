"""How the app is served: fast on a slow phone, Chinese from the first byte, closed to other hosts. Knows no page and no policy.

`shell` stands in front of Streamlit for every request; `start` is what happens once before the first visitor;
`python -m serving` tells whoever ran `make run` where to look.
"""
