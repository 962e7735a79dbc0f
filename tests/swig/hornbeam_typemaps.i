// Typemaps of hornbeam.i for Lua: as much as loading a model and predicting takes. Text and bytes are
// strings, arrays are tables, a failed call is an error with the message of the status.

%{
static void** hb_lua_handles(lua_State* L, int table, int* count) {
  *count = (int)lua_rawlen(L, table);
  void** handles = (void**)calloc((size_t)*count + 1, sizeof(void*));
  for (int i = 0; i < *count; ++i) {
    lua_rawgeti(L, table, i + 1);
    SWIG_ConvertPtr(L, -1, &handles[i], 0, 0);
    lua_pop(L, 1);
  }
  return handles;
}
%}

%typemap(in, numinputs=0) HB_Status* OUT_STATUS { $1 = HB_NewStatus(); }
%typemap(argout) HB_Status* OUT_STATUS {
  if (HB_GetCode($1) != HB_OK) {
    lua_pushstring(L, HB_Message($1));
    SWIG_fail;
  }
}
%typemap(freearg) HB_Status* OUT_STATUS { HB_DeleteStatus($1); }

%typemap(in, checkfn="lua_isstring") (const char* BYTES, size_t LENGTH) {
  $1 = ($1_ltype)lua_tolstring(L, $input, &$2);
}

%typemap(in, checkfn="lua_istable") (const int64_t* LONGS, int COUNT) {
  $2 = (int)lua_rawlen(L, $input);
  int64_t* values = (int64_t*)calloc((size_t)$2 + 1, sizeof(int64_t));
  for (int i = 0; i < $2; ++i) {
    lua_rawgeti(L, $input, i + 1);
    values[i] = (int64_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  $1 = values;
}
%typemap(freearg) (const int64_t* LONGS, int COUNT) { free((void*)$1); }

%typemap(in, checkfn="lua_istable") (void* const* HANDLES, int COUNT) {
  $1 = ($1_ltype)hb_lua_handles(L, $input, &$2);
}
%typemap(freearg) (void* const* HANDLES, int COUNT) { free((void*)$1); }

// The number of results goes in, a table of them comes out.
%typemap(in, checkfn="lua_isnumber") (void** OUT_HANDLES, int COUNT) {
  $2 = (int)lua_tointeger(L, $input);
  $1 = ($1_ltype)calloc((size_t)$2 + 1, sizeof(void*));
}
%typemap(argout) (void** OUT_HANDLES, int COUNT) {
  lua_newtable(L);
  for (int i = 0; i < $2; ++i) {
    SWIG_NewPointerObj(L, $1[i], $*1_descriptor, 0);
    lua_rawseti(L, -2, i + 1);
  }
  SWIG_arg++;
}
%typemap(freearg) (void** OUT_HANDLES, int COUNT) { free($1); }

// Lua has no way to look at memory.
%inline %{
static double get_float(const void* data, int index) { return ((const float*)data)[index]; }
static void set_float(void* data, int index, double value) { ((float*)data)[index] = (float)value; }
%}
