"""`make mark`: the written answers of a class, one question at a time, beside the model answer."""
