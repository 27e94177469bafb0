package sim

import (
	"strings"
	"testing"

	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Everybody for whom return is a lawful option can get onto the aircraft by
// doing nothing but what the findings say; somebody without a nationality is
// led to other help instead.
func TestStraightWay(t *testing.T) {
	b := book(t)
	for i, p := range people {
		t.Run(p.Given, func(t *testing.T) {
			w := opened(t, p.Given, b, i, 1)
			d := &Doer{World: w, Node: w.Nodes[0]}
			for _, act := range []safeguard.Act{safeguard.Seat, safeguard.Clearance, safeguard.Boarding} {
				err := d.Reach(act)
				if p.Nationalities[0] == "stateless" {
					if err == nil || !strings.HasSuffix(err.Error(), string(Ended)) {
						t.Fatalf("a stateless person is led to %v, not to other help", err)
					}
					return
				}
				if err != nil {
					t.Fatalf("%s: %v", act, err)
				}
			}
			if _, err := w.Do(d.Node, w.Officer("movement-officer"), "boarding.board", movement.Board{Movement: d.Node.Case().Travel.Movement}); err != nil {
				t.Fatal(err)
			}
		})
	}
}
