"""Variables, updates, optimizers: small graphs, run step by step."""

from tests.cases.sample import D, graph

_VARIABLE = """node v VarHandleOp dtype=$dtype shape=[4,2]
node set AssignVariableOp v in0 dtype=$dtype
node get ReadVariableOp v dtype=$dtype
run set
"""
_HANDLES = "resource variant"

graph("AssignVariableOp", _VARIABLE + "run > get", D(4, 2, dtype="dtype"),
      skip=_HANDLES)
graph("ReadVariableOp", """node v VarHandleOp dtype=float shape=[2]
node get ReadVariableOp v dtype=float
run > get""", case="uninitialized", types="float", error=True)
graph("VarIsInitializedOp", """node v VarHandleOp dtype=float shape=[2]
node set AssignVariableOp v in0 dtype=float
node is VarIsInitializedOp v
run > is
run set
run > is""", D(2))
graph("DestroyResourceOp", """node v VarHandleOp dtype=float shape=[2]
node set AssignVariableOp v in0 dtype=float
node gone DestroyResourceOp v
node is VarIsInitializedOp v
run set
run gone
run > is""", D(2))
graph("DisableCopyOnRead", """node v VarHandleOp dtype=float shape=[2]
node set AssignVariableOp v in0 dtype=float
node plain DisableCopyOnRead v
node get ReadVariableOp v dtype=float
run set
run plain
run > get""", D(2))
graph("VariableShape", """node v VarHandleOp dtype=float shape=[4,2]
node set AssignVariableOp v in0 dtype=float
node size VariableShape v out_type=$out_type
run set
run > size""", D(4, 2, dtype="float"))
graph("AssignAddVariableOp AssignSubVariableOp", _VARIABLE + """node step $op v in1 dtype=$dtype
run step
run > get
run step
run > get""", D(4, 2, dtype="dtype"), D(4, 2, dtype="dtype"))

graph("ResourceGather", _VARIABLE + """node out $op v in1 dtype=$dtype Tindices=$Tindices
run > out""", D(4, 2, dtype="dtype"), D(3, low=0, high=3, dtype="Tindices"), skip=_HANDLES)
graph("ResourceGather", _VARIABLE + """node out $op v in1 dtype=$dtype Tindices=$Tindices
run > out""", D(4, 2, dtype="dtype"), D(1, values=[4], dtype="Tindices"), case="outside",
      types="float", error=True)
graph("ResourceGatherNd", _VARIABLE + """node out $op v in1 dtype=$dtype Tindices=$Tindices
run > out""", D(4, 2, dtype="dtype"), D(3, 2, low=0, high=1, dtype="Tindices"), skip=_HANDLES)
_SCATTER = "ResourceScatterAdd ResourceScatterSub ResourceScatterMul ResourceScatterDiv " \
           "ResourceScatterMax ResourceScatterMin ResourceScatterUpdate"
graph(_SCATTER, _VARIABLE + """node step $op v in1 in2 dtype=$dtype Tindices=$Tindices
run step
run > get""", D(4, 2, dtype="dtype"), D(2, values=[3], dtype="Tindices"),
      D(2, 2, low=1, high=3, dtype="dtype"), skip=_HANDLES)
graph(_SCATTER, _VARIABLE + """node step $op v in1 in2 dtype=$dtype Tindices=$Tindices
run step
run > get""", D(4, 2, dtype="dtype"), D(3, low=0, high=3, dtype="Tindices"),
      D(low=1, high=3, dtype="dtype"), case="scalar", types="float int32")
graph("ResourceScatterNdAdd ResourceScatterNdUpdate", """node v VarHandleOp dtype=$T shape=[4,2]
node set AssignVariableOp v in0 dtype=$T
node get ReadVariableOp v dtype=$T
node step $op v in1 in2 T=$T Tindices=$Tindices
run set
run step
run > get""", D(4, 2, dtype="T"), D(1, 2, low=0, high=1, dtype="Tindices"), D(1, dtype="T"))

graph("Variable VariableV2", """node v $op dtype=$dtype shape=[2,2]
node set Assign v in0 T=$dtype
run set
run > v""", D(2, 2, dtype="dtype"))
graph("Assign", """node v VariableV2 dtype=$T shape=[2,2]
node set Assign v in0 T=$T
run set
run > v""", D(2, 2, dtype="T"), skip=_HANDLES)
graph("AssignAdd AssignSub", """node v VariableV2 dtype=$T shape=[2,2]
node set Assign v in0 T=$T
node step $op v in1 T=$T
run set
run step
run > step
run > v""", D(2, 2, dtype="T"), D(2, 2, dtype="T"))
graph("IsVariableInitialized", """node v VariableV2 dtype=$dtype shape=[2]
node set Assign v in0 T=$dtype
node is IsVariableInitialized v dtype=$dtype
node same RefIdentity v T=$dtype
run > is
run set
run > is same""", D(2, dtype="dtype"))
graph("CountUpTo", """node v VariableV2 dtype=$T shape=[]
node set Assign v in0 T=$T
node next CountUpTo v limit=3 T=$T
run set
run > next
run > next
run > v""", D(values=[1], dtype="T"))
graph("ApplyGradientDescent", """node v VariableV2 dtype=$T shape=[2]
node set Assign v in0 T=$T
node step $op v in1 in2 T=$T
run set
run > step""", D(2), D(values=[0.5]), D(2))

# What optimizers take, in order: a variable, "g" the gradient, or a number.
_OPTIMIZERS = {
    "ResourceApplyGradientDescent": "v 0.1 g",
    "ResourceApplyMomentum": "v v 0.1 g 0.9",
    "ResourceApplyKerasMomentum": "v v 0.1 g 0.9",
    "ResourceApplyAdagrad": "v v 0.1 g",
    "ResourceApplyAdagradV2": "v v 0.1 1e-3 g",
    "ResourceApplyAdam": "v v v 0.9 0.99 0.1 0.9 0.99 1e-3 g",
    "ResourceApplyAdaMax": "v v v 0.9 0.1 0.9 0.99 1e-3 g",
    "ResourceApplyAdamWithAmsgrad": "v v v v 0.9 0.99 0.1 0.9 0.99 1e-3 g",
    "ResourceApplyRMSProp": "v v v 0.1 0.9 0.5 1e-3 g",
    "ResourceApplyCenteredRMSProp": "v s v v 0.1 0.9 0.5 1e-3 g",
    "ResourceApplyAdadelta": "v v v 0.1 0.9 1e-3 g",
    "ResourceApplyFtrl": "v v v g 0.1 0.01 0.02 -0.5",
    "ResourceApplyFtrlV2": "v v v g 0.1 0.01 0.02 0.03 -0.5",
}


def _optimizer(name, pattern, case="", attrs="", **more):
    nodes, words, inputs, gets, sets = [], [], [], [], []
    for word in pattern.split():
        number = len(inputs)
        if word in "vs":
            nodes += [f"node v{number} VarHandleOp dtype=$T shape=[5] shared_name=\"v{number}\"",
                      f"node set{number} AssignVariableOp v{number} in{number} dtype=$T",
                      f"node get{number} ReadVariableOp v{number} dtype=$T"]
            gets.append(f"get{number}")
            sets.append(f"set{number}")
            words.append(f"v{number}")
            # Second moments stay above the square of the first one.
            inputs.append(D(5, low=0.01, high=0.05) if word == "s" else D(5, low=0.3, high=2))
        else:
            words.append(f"in{number}")
            inputs.append(D(5, low=-2, high=2) if word == "g" else D(values=[float(word)]))
    nodes += [f"node step $op {' '.join(words)} T=$T{attrs}", "run " + " ".join(sets), "run step",
              "run > " + " ".join(gets), "run step", "run > " + " ".join(gets)]
    graph(name, "\n".join(nodes), *inputs, case=case, **more)


for _name, _pattern in _OPTIMIZERS.items():
    _optimizer(_name, _pattern)
_optimizer("ResourceApplyMomentum", _OPTIMIZERS["ResourceApplyMomentum"], "nesterov",
           " use_nesterov=true", types="float double")
_optimizer("ResourceApplyAdam", _OPTIMIZERS["ResourceApplyAdam"], "nesterov", " use_nesterov=true",
           types="float double")
