package web

import (
	"slices"

	"amana/domain/ledger"
)

func (f *reading) holds() filePart {
	p := filePart{ID: "holds", Title: f.say.Text("page.holds", nil), Acts: f.acting(f.number, "hold.place")}
	for _, h := range slices.Backward(f.file.Holds) {
		item := fileItem{Title: f.say.Code("for", h.Kind), When: f.say.Time(h.Since)}
		f.standing(&item, h.Lifted, "page.hold-stands", "page.hold-lifted")
		if item.Open {
			item.Acts = f.actingOn(h.ID.String(), "hold.lift")
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// standing says whether something is open still, or since when it is not.
func (f *reading) standing(item *fileItem, over ledger.Ref, open, ended string) {
	item.Open = over.IsZero()
	item.State = f.say.Text(open, nil)
	if !item.Open {
		item.State = f.say.Text(ended, nil) + " · " + f.say.Isolate(f.say.Time(over.Since))
	}
}

// custody is whether the person was held on each of the four dates, as it was
// said last; that nothing is recorded is shown as that, and not as no.
func (f *reading) custody() filePart {
	p := filePart{ID: "custody", Title: f.say.Text("page.custody", nil), Acts: f.acting(f.number, "custody.record")}
	for _, date := range []string{"first-contact", "wish", "consent", "eve", "now"} {
		item := fileItem{Title: f.say.Code("date", date), State: f.say.Text("page.custody-unsaid", nil), Open: date != "now" && date != "eve"}
		for _, k := range slices.Backward(f.file.Custody) {
			if k.Date != date {
				continue
			}
			item.Open, item.When, item.State = false, f.say.Time(k.Since), f.say.Text("page.custody-free", nil)
			if k.Held {
				item.State = f.say.Text("page.held", nil)
				item.Says = f.ofEntry(k.ID)
			}
			break
		}
		if date != "now" || item.When != "" {
			p.Items = append(p.Items, item)
		}
	}
	return p
}

func (f *reading) incidents() filePart {
	p := filePart{ID: "incidents", Title: f.say.Text("page.incidents", nil), Acts: f.acting(f.number, "incident.open", "review.ask")}
	for _, i := range slices.Backward(f.file.Incidents) {
		item := fileItem{Title: f.say.Code("incident", i.What), When: f.say.Time(i.Since)}
		f.standing(&item, i.Closed, "page.incident-open", "page.incident-closed")
		if item.Open {
			item.Acts = f.actingOn(i.ID.String(), "incident.close")
		}
		p.Items = append(p.Items, item)
	}
	return p
}

// calls are who was called to the case from outside the office.
func (f *reading) calls() filePart {
	p := filePart{ID: "calls", Title: f.say.Text("page.calls", nil), Acts: f.acting(f.number, "call.make")}
	for _, k := range slices.Backward(f.file.Calls) {
		item := fileItem{Title: f.say.Code("duty", string(k.Duty)), When: f.say.Time(k.Since), Says: f.ofEntry(k.ID)}
		f.standing(&item, k.Ended, "page.call-stands", "page.call-ended")
		if item.Open {
			item.Acts = f.actingOn(k.ID.String(), "call.end")
		}
		p.Items = append(p.Items, item)
	}
	return p
}
