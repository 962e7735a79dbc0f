"""Random numbers: the same bits as TensorFlow's for the same seeds."""

from tests.cases.sample import D, graph, op

_SEED = D(2, values=[1, 7, 100])
for _name in "StatelessRandomUniform StatelessRandomNormal StatelessTruncatedNormal".split():
    op(_name, [3, 5], _SEED)
    op(_name + "V2", [3, 5], [12345], [678, 9], 1)
op("StatelessRandomUniformFullInt", [3, 5], _SEED, skip="Tseed.uint32 Tseed.uint64")
op("StatelessRandomUniformFullIntV2", [3, 5], [12345], [678, 9], 1)
op("StatelessRandomUniformInt", [3, 5], _SEED, -5, 100)
op("StatelessRandomUniformIntV2", [3, 5], [12345], [678, 9], 1, -5, 100)
op("StatelessRandomUniformInt", [3, 5], _SEED, 5, 5, case="no-range", types="int32", error=True)
op("StatelessRandomGetKeyCounter", _SEED)
op("StatelessRandomGetKeyCounterAlg", _SEED)
op("StatelessRandomGetAlg")

# Seeded ops go on with their stream from run to run.
for _name in "RandomUniform RandomStandardNormal TruncatedNormal".split():
    graph(_name, """node r $op in0 dtype=$dtype T=$T seed=7 seed2=11
run > r
run > r""", D(2, values=[3, 5], dtype="T"))
graph("RandomUniformInt", """node r $op in0 in1 in2 Tout=$Tout T=$T seed=7 seed2=11
run > r
run > r""", D(2, values=[3, 5], dtype="T"), D(values=[-4], dtype="Tout"), D(values=[90], dtype="Tout"))
graph("RandomShuffle", """node r $op in0 T=$T seed=7 seed2=11
run > r
run > r""", D(7, 2, dtype="T"))
graph("Multinomial", """node r $op in0 in1 T=$T output_dtype=$output_dtype seed=7 seed2=11
run > r
run > r""", D(2, 5, dtype="T"), D(values=[9], dtype="int32"))
graph("StatelessMultinomial", """node r $op in0 in1 in2 T=$T Tseed=int32 output_dtype=$output_dtype
run > r""", D(2, 5, dtype="T"), D(values=[9], dtype="int32"), D(2, low=1, high=9, dtype="int32"))
