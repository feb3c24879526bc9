"""What a household takes along: the list as a large print PDF, a printable page, a workbook, a message and a code.

Draws what benefits.entries says and decides nothing; knows no screen. `markup` and `list.css` also serve the screen.
"""
