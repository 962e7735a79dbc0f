package hornbeam_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program that the README shows is the example, and does what it says.
func TestTheReadmesProgramRuns(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "examples/01_seed_program/seed.go")
	program, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(program), "package main")
	if !strings.Contains(string(readme), "```go\npackage main"+code+"```") {
		t.Error("the README doesn't show examples/01_seed_program/seed.go")
	}
	binary := filepath.Join(t.TempDir(), "seed")
	build := exec.Command("go", "build", "-race", "-tags", "hornbeam_dev", "-o", binary, path)
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	run := exec.Command(binary)
	run.Dir = t.TempDir()
	text, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if out := string(text); !strings.HasPrefix(out, "[[") || strings.Count(out, "\n") != 1 {
		t.Errorf("it printed %q", out)
	}
}
