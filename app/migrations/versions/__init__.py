"""The steps, in order. A step that has left this house is never changed again."""
