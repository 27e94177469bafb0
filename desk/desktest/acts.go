package desktest

import (
	"context"
	"fmt"
	"time"
)

// Act is one act on the way, for whoever gives them otherwise than Ways does.
type Act struct {
	Day     int
	Hour    time.Duration // on the clocks of Tripoli; 0: a minute after the last
	By      string        // an officer; "node", the program; "drawn", whom it drew
	Command string
	Args    any
}

// Acts are those from the wish, which opens the file, to departure.
func Acts() []Act {
	steps := way()
	all := make([]Act, len(steps))
	for i, s := range steps {
		all[i] = Act{s.day, s.hour, s.by, s.command, s.args}
	}
	return all
}

// Drawn is the name of the officer whom the program drew to decide on clearance.
func (w *World) Drawn(ctx context.Context, number string) (string, error) {
	who, err := w.drawn(ctx, number)
	if err != nil {
		return "", err
	}
	for name, a := range w.officers {
		if a.ID == who.ID {
			return name, nil
		}
	}
	return "", fmt.Errorf("nobody here was drawn")
}
