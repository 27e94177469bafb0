// Package talk holds how a conversation with a person was held: in which
// language, through whom, who could hear or see, and who controlled the place.
// Every act that rests on what a person said carries a Talk.
package talk

// Mode is the way in which two people spoke.
type Mode string

// InPerson is where both are in one place, and Phone where neither sees the other.
const (
	InPerson Mode = "in-person"
	Phone    Mode = "phone"
)

func (Mode) Codes() []string { return []string{string(InPerson), string(Phone), "video"} }

// Control says who has power over the place where the person spoke.
type Control string

const (
	Free Control = "free" // nobody who holds the person has power over it
	Held Control = "held" // inside, or under the eyes of, whoever holds the person
)

func (Control) Codes() []string { return []string{string(Free), string(Held)} }

// Witness is an outsider who was present or on the line.
type Witness string

const (
	NoWitness Witness = "none"
	UNHCR     Witness = "unhcr"
	Observer  Witness = "observer" // independent
)

func (Witness) Codes() []string { return []string{string(NoWitness), string(UNHCR), string(Observer)} }

// Talk is how one conversation was held.
type Talk struct {
	Language     string       `json:"language" format:"language" doc:"ISO 639-3 code of the language spoken with the person"`
	Understood   bool         `json:"understood" doc:"the person understands that language"`
	Mode         Mode         `json:"mode" doc:"how they spoke"`
	OutOfHearing bool         `json:"outOfHearing" doc:"no guard, official, smuggler, employer, relative or other detainee could hear"`
	OutOfSight   bool         `json:"outOfSight" doc:"nor could any of them see"`
	Control      Control      `json:"control" doc:"who has power over the place"`
	Witness      Witness      `json:"witness" doc:"an outsider present or on the line"`
	Minutes      int          `json:"minutes,omitempty" min:"1" max:"480" doc:"how long it lasted"`
	Place        string       `json:"place,omitempty" format:"reference" doc:"the place where they spoke; without it nothing counts that was said where the person is held"`
	Interpreter  *Interpreter `json:"interpreter,omitempty" doc:"absent when nobody interpreted"`
}

// Tie is what an interpreter is to the person. Anything but None is unfit.
type Tie string

const None Tie = "none"

func (Tie) Codes() []string {
	return []string{string(None), "detainee", "guard", "official", "embassy", "employer", "relative", "companion", "community-leader"}
}

// SaidBack is something the person repeated in their own words.
type SaidBack string

const (
	MaySayNo  SaidBack = "may-say-no" // "I may say no until the door"
	WhatIGet  SaidBack = "what-i-get" // "what I get and do not get"
	WhatElse  SaidBack = "what-else"  // "what else I can do"
	saidBacks          = 3
)

func (SaidBack) Codes() []string {
	return []string{string(MaySayNo), string(WhatIGet), string(WhatElse)}
}

// Interpreter is who interpreted. They appear as codes, never as names.
type Interpreter struct {
	Code            string     `json:"code" format:"code" doc:"the interpreter's code"`
	Tie             Tie        `json:"tie" doc:"what they are to the person"`
	Confidentiality bool       `json:"confidentiality" doc:"they signed the undertaking of confidentiality"`
	AcceptedAlone   bool       `json:"acceptedAlone" doc:"the person, asked without them, accepted them"`
	SaidBack        []SaidBack `json:"saidBack" doc:"what the person said back in their own words"`
}

// Fit says whether what was said through i may be relied on
// (rule interpreter-fit). Nobody interpreting is fit.
func (i *Interpreter) Fit() bool {
	if i == nil {
		return true
	}
	said := map[SaidBack]bool{}
	for _, s := range i.SaidBack {
		said[s] = true
	}
	return i.Tie == None && i.Confidentiality && i.AcceptedAlone && len(said) >= saidBacks
}

// Sound says whether the words spoken may be relied on at all: heard by nobody
// else, in a language understood, through nobody unfit.
func (t Talk) Sound() bool { return t.OutOfHearing && t.Understood && t.Interpreter.Fit() }

// Watched says whether UNHCR or an independent observer was present or on the line.
func (t Talk) Watched() bool { return t.Witness == UNHCR || t.Witness == Observer }
