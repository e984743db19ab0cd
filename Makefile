# Each target is one line, so that it also works where make is missing: python -m course <target>
PYTHON ?= python3
COURSE := $(PYTHON) -m course
export LAB PROFILE

.DEFAULT_GOAL := help
.PHONY: help setup run test check notebooks nbval bars data lab start refresh lock bench clean
