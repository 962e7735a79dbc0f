module graft

go 1.22

require github.com/wamuir/graft v0.10.0
