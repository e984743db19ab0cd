"""The HTTP service of lab 09: a trained digit classifier behind an API, monitored.

`python -m serving` starts it. docs/serving.md describes it. It needs neither Keras nor TensorFlow.
"""
