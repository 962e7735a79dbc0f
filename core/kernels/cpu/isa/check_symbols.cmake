# Fails unless OBJECT has TABLE as its only global symbol, has no other data than constants
# and the table of register tiles, and needs nothing but the copying functions of the C library.

execute_process(COMMAND ${NM} ${OBJECT} OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${NM} can't read ${OBJECT}")
endif()
string(REGEX MATCHALL "[^\n]+" lines "${symbols}")
set(found FALSE)
foreach(line ${lines})
  string(REGEX REPLACE "^[0-9a-f ]*([A-Za-z]) " "\\1 " entry "${line}")
  if(entry MATCHES "^[DR] ${TABLE}$")
    set(found TRUE)
  elseif(NOT entry MATCHES "^([tr] |d .*kMicros)" AND NOT entry MATCHES "^U mem(cpy|set|move|cmp)$" AND
         NOT entry MATCHES "^U (_GLOBAL_OFFSET_TABLE_|__asan_.*|__ubsan_.*)$")
    message(FATAL_ERROR "${OBJECT}: unexpected symbol: ${line}")
  endif()
endforeach()
if(NOT found)
  message(FATAL_ERROR "${OBJECT}: ${TABLE} is missing")
endif()
