"""Torture: kills, faults, damage, mutated inputs, growth and corpora, in numbers that `make test` has no time for.

`make torture ARGS="kills --count 100"`; docs/reliability.md says what each kind proves, and what none does.
"""
