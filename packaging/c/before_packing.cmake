# CPack runs this between installing into a folder and packing it: adds what Debian wants and the bill
# of materials, and gives all files one date and mode, so that the same input gives the same bytes.
# debian.py sets SOURCE_DATE_EPOCH and HORNBEAM_BILL.

set(docs ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc/hornbeam)
file(RENAME ${docs}/LICENSE ${docs}/copyright)
file(COPY $ENV{HORNBEAM_BILL} DESTINATION ${docs})
execute_process(COMMAND chmod -R u=rwX,go=rX ${CPACK_TEMPORARY_INSTALL_DIRECTORY}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -type f -exec chmod a-x {} +
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -exec touch -h -d
  "@$ENV{SOURCE_DATE_EPOCH}" {} + COMMAND_ERROR_IS_FATAL ANY)
