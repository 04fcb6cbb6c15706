"""The front end of lines: the questions of the screens, asked and answered one line at a time.

It moves no cursor, uses no colour and draws nothing, so a screen reader, a terminal that can do
nothing and a pipe are all the same to it.
"""
