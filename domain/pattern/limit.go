package pattern

// Limit is a number that a pattern is held against, and where it comes from.
type Limit struct {
	Name   string
	Value  int
	Source Source
}

// Source says how well a number is founded.
type Source string

const (
	Safeguards Source = "safeguards" // the programme's safeguards name it
	Default    Source = "default"    // this project's default: nobody named one
)

// The numbers of the patterns.
var (
	sessionsLook  = Limit{"sessions-look", 8, Safeguards}
	sessionsAlarm = Limit{"sessions-alarm", 12, Safeguards}
	shortMinutes  = Limit{"short-minutes", 20, Safeguards}
	shortLeast    = Limit{"short-least", 5, Default} // sessions, before a median says anything
	alikePercent  = Limit{"alike-percent", 80, Default}
	alikeWords    = Limit{"alike-words", 8, Default} // of fewer, many people say the same
	alikeCases    = Limit{"alike-cases", 3, Default}
	varianceLeast = Limit{"variance-least", 50, Default} // people
	clearSeconds  = Limit{"clear-seconds", 60, Safeguards}
	clearMost     = Limit{"clear-most", 25, Safeguards}
	yesLeast      = Limit{"yes-least", 500, Safeguards}
	silentDays    = Limit{"silent-days", 30, Default}
	silentLeast   = Limit{"silent-least", 20, Default} // people who left meanwhile
	markMost      = Limit{"mark-most", 1, Safeguards}
	once          = Limit{"once", 0, Safeguards} // what must not happen at all
	windowDays    = Limit{"window-days", 90, Default}
)

// Limits lists the numbers, for whoever reads the signs.
func Limits() []Limit {
	return []Limit{sessionsLook, sessionsAlarm, shortMinutes, shortLeast, alikePercent, alikeWords, alikeCases, varianceLeast, clearSeconds, clearMost, yesLeast, silentDays, silentLeast, windowDays}
}

// WindowDays is how far back acts are looked at.
func WindowDays() int { return windowDays.Value }
