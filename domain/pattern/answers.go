package pattern

import (
	"time"

	"amana/domain/day"
)

// variance is missing where so many people were asked and none had anything to
// say but the usual: no no, not sure, fear, constraint or trafficking at all.
// Where an answer cannot be read here, nothing is said.
func (f *finding) variance(acts []Act) {
	asked := func(a *Act) bool { return a.Says != NoAnswer }
	for about, all := range by(acts, asked, Officer, Interpreter, Office, Place) {
		if people := distinct(all); people >= varianceLeast.Value && only(all, Usual) {
			f.sign("no-variance", Look, about, f.day(all[len(all)-1]), people, varianceLeast, all...)
		}
	}
}

func only(acts []*Act, says Answer) bool {
	for _, a := range acts {
		if a.Says != says {
			return false
		}
	}
	return true
}

// clearances are given faster than a file can be read, or more on a day than
// anybody can read.
func (f *finding) clearances(acts []Act) {
	clears := func(a *Act) bool { return a.What == Clearance }
	for about, given := range by(acts, clears, Officer) {
		for i, a := range given[1:] {
			if between := a.At.Sub(given[i].At); a.Case != given[i].Case && between < time.Duration(clearSeconds.Value)*time.Second {
				f.sign("quick-clearance", Alarm, about, f.day(a), int(between/time.Second), clearSeconds, given[i], a)
			}
		}
		for on, all := range f.daily(given) {
			if len(all) > clearMost.Value {
				f.sign("many-clearances", Alarm, about, on, len(all), clearMost, all...)
			}
		}
	}
}

// yes is all that so many people ever said at the gate.
func (f *finding) yes(acts []Act) {
	gate := func(a *Act) bool { return a.What == Gate }
	for about, all := range by(acts, gate, Officer, Office, Place, Movement) {
		if people := distinct(all); people > yesLeast.Value && only(all, Usual) {
			f.sign("all-yes", Alarm, about, f.day(all[len(all)-1]), people, yesLeast, all...)
		}
	}
}

// hotline is silent where many left and nobody called.
func (f *finding) hotline(acts []Act) {
	from := f.around.Now.Add(-time.Duration(silentDays.Value) * 24 * time.Hour)
	called, left := map[string]bool{}, map[string]int{}
	for i := range acts {
		switch a := &acts[i]; {
		case !a.At.After(from):
		case a.Hotline:
			called[a.Office] = true
		case a.What == Departure:
			left[a.Office]++
		}
	}
	for office, n := range left {
		if n >= silentLeast.Value && !called[office] {
			f.sign("hotline-silent", Look, About{Of: Office, Name: office}, day.Of(f.around.Now.In(f.around.Zone)), n, silentLeast)
		}
	}
}
