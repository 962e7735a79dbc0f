"""Tables and queues."""

from tests.cases.sample import D, graph

graph("HashTableV2", """node t HashTableV2 key_dtype=$key_dtype value_dtype=$value_dtype
node fill InitializeTableV2 t in0 in1 Tkey=$key_dtype Tval=$value_dtype
node find LookupTableFindV2 t in2 in3 Tin=$key_dtype Tout=$value_dtype
node size LookupTableSizeV2 t
run fill
run > find size""", D(5, dtype="key_dtype", distinct=True), D(5, dtype="value_dtype"),
      D(8, dtype="key_dtype"), D(dtype="value_dtype"))
graph("LookupTableSizeV2", """node t HashTableV2 key_dtype=int64 value_dtype=float
node fill InitializeTableV2 t in0 in1 Tkey=int64 Tval=float
node size LookupTableSizeV2 t
run fill
run > size""", D(5, dtype="int64", distinct=True), D(5, dtype="float"))
graph("LookupTableExportV2", """node t HashTableV2 key_dtype=int64 value_dtype=float
node fill LookupTableImportV2 t in0 in1 Tin=int64 Tout=float
node all LookupTableExportV2 t Tkeys=int64 Tvalues=float
run fill
run > all all:1""", D(1, dtype="int64"), D(1, dtype="float"))

_QUEUE = """node q $queue component_types=(float,int32) shapes=([2],[]) capacity=4
node put $put q in0 in1 Tcomponents=(float,int32)
node size $size q
node get $get q component_types=(float,int32)
node shut $close q
run put
run put
run > size
run > get get:1
run shut
run > get get:1
"""
for _version in ("V2", ""):
    graph("FIFOQueue" + _version,
          _QUEUE.replace("$queue", "FIFOQueue" + _version).replace("$put", "QueueEnqueue" + _version)
          .replace("$size", "QueueSize" + _version).replace("$get", "QueueDequeue" + _version)
          .replace("$close", "QueueClose" + _version), D(2, dtype="float"), D(dtype="int32"))
graph("QueueIsClosedV2", """node q FIFOQueueV2 component_types=(float) capacity=4
node shut QueueCloseV2 q
node is QueueIsClosedV2 q
node get QueueDequeueV2 q component_types=(float)
run > is
run shut
run > is
run > get""", error=True)

# Tables whose entries come and go.
graph("MutableHashTableV2", """node t MutableHashTableV2 key_dtype=$key_dtype value_dtype=$value_dtype
node put LookupTableInsertV2 t in0 in1 Tin=$key_dtype Tout=$value_dtype
node drop LookupTableRemoveV2 t in2 Tin=$key_dtype
node find LookupTableFindV2 t in0 in3 Tin=$key_dtype Tout=$value_dtype
node size LookupTableSizeV2 t
run put
run > find size
run drop
run > find size""", D(5, dtype="key_dtype", distinct=True), D(5, dtype="value_dtype"),
      D(3, dtype="key_dtype"), D(dtype="value_dtype"), skip="variant resource")
graph("MutableHashTableOfTensorsV2", """node t MutableHashTableOfTensorsV2 key_dtype=$key_dtype value_dtype=$value_dtype value_shape=[2]
node put LookupTableInsertV2 t in0 in1 Tin=$key_dtype Tout=$value_dtype
node drop LookupTableRemoveV2 t in2 Tin=$key_dtype
node find LookupTableFindV2 t in0 in3 Tin=$key_dtype Tout=$value_dtype
node size LookupTableSizeV2 t
run put
run > find size
run drop
run > find size""", D(5, dtype="key_dtype", distinct=True), D(5, 2, dtype="value_dtype"),
      D(3, dtype="key_dtype"), D(2, dtype="value_dtype"))
