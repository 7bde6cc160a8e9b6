"""Turns views into the pages of the dashboard, one module a page; `app.py` chooses among them.

Here and in `app.py` alone stands Streamlit. Nothing is computed or drawn here: pages place what `views` makes.
"""
