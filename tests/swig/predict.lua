-- Loads a model and predicts: predict.lua MODEL_FOLDER VALUE...
package.cpath = arg[0]:match("(.*)/") .. "/?.so;" .. package.cpath
local hb = require("NativeModule")

local FLOAT = 1
local count = #arg - 1
local x = hb.HB_AllocateTensor(FLOAT, {count, 1}, 4 * count)
for i = 1, count do
  hb.set_float(hb.HB_TensorData(x), i - 1, tonumber(arg[i + 1]))
end

local model = hb.HB_ModelLoad(arg[1], nil)
local y = hb.HB_ModelPredict(model, {x}, 1)[1]
for i = 1, hb.HB_TensorElementCount(y) do
  print(string.format("%.9g", hb.get_float(hb.HB_TensorData(y), i - 1)))
end
hb.HB_DeleteTensor(y)
hb.HB_DeleteTensor(x)
hb.HB_DeleteModel(model)

local ok, message = pcall(hb.HB_ModelLoad, "no such folder", nil)
print(ok, message)
