"""Controls of forms, one module each: they show a value, let a person change it, and read it back typed."""
