"""Three elements, Streamlit as it comes: what the measurements of our own pages stand beside."""

import streamlit as st

st.title("Hello")
answer = st.radio("Ready?", ["Yes", "No"], index=None)
if st.button("Next", type="primary"):
    st.title("Next")
