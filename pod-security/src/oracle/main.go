// Command oracle says what Kubernetes itself makes of objects, so that the check in Java can be compared with it.
//
//	oracle verdicts   reads one JSON object a line, writes one verdict a line, in the same order
//	oracle types      writes the table of the fields that the API server knows
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	err := run(os.Args[1:], out)
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(args []string, out *bufio.Writer) error {
	switch {
	case len(args) == 1 && args[0] == "verdicts":
		return writeVerdicts(os.Stdin, out)
	case len(args) == 1 && args[0] == "types":
		return writeTypes(out)
	default:
		return fmt.Errorf("usage: oracle verdicts | oracle types")
	}
}
