"""Measuring and making: training, cross-validation, speed, and the generated pages of docs/."""
