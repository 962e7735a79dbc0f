module hornbeam.dev/go

go 1.24
