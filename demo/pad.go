package demo

import (
	"time"

	"amana/domain/counselling"
	"amana/domain/screening"
)

// pad lengthens a case for measurements: acts that an officer could really
// have given between the first talks and the seat, until there are enough.
func (w *way) pad() {
	if len(w.acts) >= w.events || w.p.part != "" || w.p.infant(w.p.first) {
		return
	}
	w.at = morning(w.p.first, 6, w.zone).Add(8 * time.Hour)
	for i := 0; len(w.acts) < w.events; i++ {
		switch i % 4 {
		case 0:
			w.do(w.co(), "counselling.extend", w.changed())
		case 1:
			w.tellOption(options[i%len(options)])
		case 2:
			w.do(w.po(), "screening.record", screening.Record{Talk: w.talk(), Sheet: sheetHere, Household: true})
		case 3:
			held := w.heldNow()
			w.do(w.co(), "custody.record", w.custody("now", held))
		}
		w.at = w.at.Add(time.Duration(w.rng.IntN(20)) * time.Minute)
	}
}

// changed is a talk about what has changed.
func (w *way) changed() counselling.Extend {
	return counselling.Extend{Talk: w.talk(), Changed: own(w.rng, changes)}
}
