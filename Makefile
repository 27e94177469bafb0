# What there is to do with this tree. Everything needs Go and nothing else that
# these targets do not install themselves.

.PHONY: test soak bench tools

test: tools ## formats, vets and tests everything; some 18 minutes on two cores
	./.ci/test

soak: tools ## what takes longer: bigger properties, races, kills, fuzzing
	AMANA_SOAK=1 ./.ci/soak

bench: tools ## prints one line a figure: name, measured, floor, holds or short
	go run ./internal/bench

tools:
	./.ci/tools
