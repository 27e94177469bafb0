package casefile

import (
	"slices"

	"amana/domain/ledger"
)

// CrossedIncident is what an incident is called that nobody opened: a departure
// and a stop that did not know of each other.
const CrossedIncident = "crossed"

// Raised are all incidents of the case, with the one that a crossed departure is
// by itself: it is named by the departure, and closed only for the stops that
// whoever closed it knew of.
func (c *Case) Raised() []Incident {
	all := slices.Clone(c.Incidents)
	if !c.Crossed() {
		return all
	}
	crossed := Incident{Ref: c.Travel.Departed.Ref, What: CrossedIncident}
	unknown := func(s ledger.Ref) bool { return !c.Knows(c.Accounted, s) }
	if !c.Accounted.IsZero() && len(c.Strays) == 0 && !slices.ContainsFunc(c.crossing(), unknown) {
		crossed.Closed = c.Accounted
	}
	return append(all, crossed)
}

// applyClosed keeps that an incident was closed.
func (c *Case) applyClosed(b IncidentClosed, at ledger.Ref) {
	for i := range c.Incidents {
		if c.Incidents[i].ID == b.Incident {
			c.Incidents[i].Closed = at
		}
	}
	if d := c.Travel.Departed; d != nil && d.ID == b.Incident {
		c.Accounted = at
	}
}
