"""Functions, conditionals, loops, TF1's control flow, lists, stacks. An op that stands in the graph of
another needs no graph of its own."""

from tests.cases.sample import D, I, graph, op

op("NoOp ControlTrigger")
op("Assert", True, [D(2, dtype="float")])
op("Assert", False, [D(2, dtype="float")], case="fails", error=True)

# Prints nothing, and hands its input on.
op("Print", D(2, 2), [D(2, dtype="int32")], first_n=0)

_DOUBLE = """function double x:float -> y:float=add:z:0
node add AddV2 x x T=float
end
function square x:float -> y:float=mul:z:0
node mul Mul x x T=float
end
"""
graph("PartitionedCall StatefulPartitionedCall", _DOUBLE + """node y $op in0 Tin=(float) Tout=(float) f=double
run > y""", D(2, 3))
graph("If StatelessIf", _DOUBLE + """node y $op in0 in1 Tcond=$Tcond Tin=(float) Tout=(float) then_branch=double else_branch=square
run > y""", D(dtype="Tcond"), D(3, dtype="float"),
      types="float double int8 int16 int32 int64 uint8 bool string")
graph("Case StatelessCase", _DOUBLE + """node y $op in0 in1 Tin=(float) Tout=(float) branches=(double,square)
run > y""", D(values=[1], dtype="int32"), D(3))
graph("Case StatelessCase", _DOUBLE + """node y $op in0 in1 Tin=(float) Tout=(float) branches=(double,square)
run > y""", D(values=[-5], dtype="int32"), D(3), case="outside")
graph("While StatelessWhile", """function small i:int32 x:float -> go:bool=less:z:0
node four Const dtype=int32 value={int32[] 4}
node less Less i four:output:0 T=int32
end
function step i:int32 x:float -> j:int32=add:z:0 y:float=mul:z:0
node one Const dtype=int32 value={int32[] 1}
node add AddV2 i one:output:0 T=int32
node mul Mul x x T=float
end
node w $op in0 in1 T=(int32,float) cond=small body=step
run > w w:1""", D(values=[1], dtype="int32"), D(3, dtype="float", low=0.5, high=1.2))
graph("SymbolicGradient", _DOUBLE + """node dx SymbolicGradient in0 in1 Tin=(float,float) Tout=(float) f=square
run > dx""", D(3), D(3))

_HANDLES = "resource variant"
graph("Switch", """node s Switch in0 in1 T=$T
node m Merge s:0 s:1 T=$T N=2
run > m m:1 s:1""", D(2, 2, dtype="T"), D(dtype="bool", values=[1]), skip=_HANDLES)
graph("Enter", """node one Const dtype=int32 value={int32[] 1}
node e Enter in0 T=$T frame_name="loop"
node i0 Enter one T=int32 frame_name="loop"
node m Merge e n T=$T N=2
node i Merge i0 next T=int32 N=2
node limit Enter in1 T=int32 frame_name="loop" is_constant=true
node step Enter one T=int32 frame_name="loop" is_constant=true
node less Less i limit T=int32
node go LoopCond less
node s Switch m go T=$T
node is Switch i go T=int32
node add AddV2 is:1 step T=int32
node next NextIteration add T=int32
node n NextIteration s:1 T=$T
node x Exit s:0 T=$T
node ix Exit is:0 T=int32
run > x ix""", D(2, 2, dtype="T"), D(values=[4], dtype="int32"))
graph("RefSwitch", """node v VariableV2 dtype=$T shape=[2]
node set Assign v in0 T=$T
node s RefSwitch v in1 T=$T
node a RefIdentity s:0 T=$T
node b RefIdentity s:1 T=$T
node m RefMerge a b T=$T N=2
run set
run > m m:1""", D(2, dtype="T"), D(dtype="bool", values=[1]), skip=_HANDLES)
graph("RefEnter", """node v VariableV2 dtype=$T shape=[2]
node set Assign v in0 T=$T
node e RefEnter v T=$T frame_name="loop"
node n RefNextIteration e T=$T
node x RefExit e T=$T
run set
run > x""", D(2, dtype="T"))

_LIST = "node l TensorListFromTensor in0 in1 element_dtype=$element_dtype shape_type=int32\n"
_SHAPE = D(1, values=[2], dtype="int32")
graph("TensorListFromTensor", _LIST + """node t TensorListStack l in1 element_dtype=$element_dtype
run > t""", D(3, 2, dtype="element_dtype"), _SHAPE, skip="variant")
graph("TensorListGetItem", _LIST + """node t $op l in2 in1 element_dtype=$element_dtype
run > t""", D(3, 2, dtype="element_dtype"), _SHAPE, D(values=[1], dtype="int32"), skip="variant")
graph("TensorListGetItem", _LIST + """node t $op l in2 in1 element_dtype=$element_dtype
run > t""", D(3, 2, dtype="element_dtype"), _SHAPE, D(values=[3], dtype="int32"), case="outside",
      types="float", error=True)
graph("TensorListGather", _LIST + """node t $op l in2 in1 element_dtype=$element_dtype
run > t""", D(3, 2, dtype="element_dtype"), _SHAPE, D(2, values=[2, 0], dtype="int32"), skip="variant")
graph("TensorListPopBack", _LIST + """node p TensorListPopBack l in1 element_dtype=$element_dtype
node n TensorListLength p
run > p:1 n""", D(3, 2, dtype="element_dtype"), _SHAPE, skip="variant")
graph("TensorListScatterIntoExistingList", _LIST + """node s $op l in2 in3 element_dtype=$element_dtype
node t TensorListStack s in1 element_dtype=$element_dtype
run > t""", D(3, 2, dtype="element_dtype"), _SHAPE, D(2, 2, dtype="element_dtype"),
      D(2, values=[2], dtype="int32"), skip="variant")
graph("EmptyTensorList", """node l EmptyTensorList in1 in2 element_dtype=$element_dtype shape_type=$shape_type
node p TensorListPushBack l in0 element_dtype=$element_dtype
node t TensorListStack p in3 element_dtype=$element_dtype
node s TensorListElementShape p shape_type=$shape_type
run > t s""", D(2, dtype="element_dtype"), D(1, values=[2], dtype="shape_type"),
      D(values=[4], dtype="int32"), _SHAPE)
graph("TensorListReserve", """node l TensorListReserve in1 in2 element_dtype=$element_dtype shape_type=$shape_type
node s TensorListSetItem l in3 in0 element_dtype=$element_dtype
node r TensorListResize s in4
node n TensorListLength r
node t TensorListGetItem r in3 in5 element_dtype=$element_dtype
run > t n""", D(2, dtype="element_dtype"), D(1, values=[2], dtype="shape_type"),
      D(values=[4], dtype="int32"), D(values=[1], dtype="int32"), D(values=[3], dtype="int32"), _SHAPE)

graph("StackV2", """node s StackV2 in1 elem_type=$elem_type stack_name="s"
node a StackPushV2 s in0 T=$elem_type
node b StackPopV2 s ^a elem_type=$elem_type
node c StackCloseV2 s ^b
run c > b""", D(2, dtype="elem_type"), D(values=[3], dtype="int32"))

# Arrays of tensors, whose order of steps is a flow. TensorFlow can't fill those of quantized numbers.
_NONE = "variant resource qint8 quint8 qint32"
_ARRAY = """node ta TensorArrayV3 in0 dtype=$T element_shape=[2] clear_after_read=false
node fill TensorArrayScatterV3 ta in1 in2 ta:1 T=$T
"""
_THREE = (I(3, "int32"), I([2, 0, 1], "int32"), D(3, 2, dtype="T"))
graph("TensorArrayScatterV3", _ARRAY + """node all TensorArrayGatherV3 ta in1 fill dtype=$T
node one TensorArrayReadV3 ta in3 fill dtype=$T
node size TensorArraySizeV3 ta fill
run > all one size""", *_THREE, I(1, "int32"), skip=_NONE)
graph("TensorArrayScatterV3", _ARRAY + """node one TensorArrayReadV3 ta in3 fill dtype=$T
run > one""", *_THREE, I(3, "int32"), case="outside", types="float", error=True)
graph("TensorArrayWriteV3", """node ta TensorArrayV3 in0 dtype=$T
node first TensorArrayWriteV3 ta in1 in2 ta:1 T=$T
node one TensorArrayReadV3 ta in1 first dtype=$T
run > one""", I(2, "int32"), I(1, "int32"), D(2, 3, dtype="T"), skip=_NONE)
for _name in ("TensorArrayV3", "TensorArrayReadV3", "TensorArrayGatherV3"):
    graph(_name, _ARRAY.replace("$T", "$dtype") + """node all TensorArrayGatherV3 ta in1 fill dtype=$dtype
node one TensorArrayReadV3 ta in3 fill dtype=$dtype
run > all one""", I(3, "int32"), I([2, 0, 1], "int32"), D(3, 2, dtype="dtype"), I(2, "int32"),
          skip=_NONE)
graph("TensorArraySplitV3", """node ta TensorArrayV3 in0 dtype=$T
node cut TensorArraySplitV3 ta in1 in2 ta:1 T=$T
node one TensorArrayReadV3 ta in0 cut dtype=$T
run > one""", I(3, "int32"), D(4, 2, dtype="T"), I([1, 0, 3], "int64"), case="outside",
      types="float", error=True)
graph("TensorArraySplitV3", """node ta TensorArrayV3 in0 dtype=$T
node cut TensorArraySplitV3 ta in1 in2 ta:1 T=$T
node one TensorArrayReadV3 ta in3 cut dtype=$T
run > one""", I(3, "int32"), D(4, 2, dtype="T"), I([1, 0, 3], "int64"), I(2, "int32"),
      skip=_NONE)
graph("TensorArrayConcatV3", """node ta TensorArrayV3 in0 dtype=$dtype
node cut TensorArraySplitV3 ta in1 in2 ta:1 T=$dtype
node whole TensorArrayConcatV3 ta cut dtype=$dtype
run > whole whole:1""", I(3, "int32"), D(4, 2, dtype="dtype"), I([1, 0, 3], "int64"),
      skip=_NONE)
graph("TensorArrayCloseV3", """node ta TensorArrayV3 in0 dtype=float
node end TensorArrayCloseV3 ta
run end""", I(3, "int32"))
graph("TensorArrayGradV3", _ARRAY.replace("$T", "float") + """node grad TensorArrayGradV3 ta fill source=again
node put TensorArrayScatterV3 grad in1 in2 grad:1 T=float
node more TensorArrayScatterV3 grad in1 in2 put T=float
node all TensorArrayGatherV3 grad in1 more dtype=float
run > all""", I(3, "int32"), I([2, 0, 1], "int32"), D(3, 2, dtype="float"))
graph("TensorArrayGradWithShape", _ARRAY.replace("$T", "float") + """node grad TensorArrayGradWithShape ta fill in3 source=again
node size TensorArraySizeV3 grad grad:1
run > size""", I(3, "int32"), I([2, 0, 1], "int32"), D(3, 2, dtype="float"), I([4], "int32"))
