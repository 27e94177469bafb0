package sim

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"time"

	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// anyArguments makes arguments of the type of zero as officers might give
// them, the sensible and the careless: every code, every event of the file,
// every reference there is.
func anyArguments(d *Doer, c *casefile.Case, r *rand.Rand, name string, zero any) any {
	v := reflect.New(reflect.TypeOf(zero)).Elem()
	if do, there := moves[name]; there && r.IntN(3) > 0 {
		v.Set(reflect.ValueOf(do(d, c, safeguard.Step{Do: name, About: anyAbout(d, r)})))
		if r.IntN(2) == 0 {
			return v.Interface()
		}
		change(d, c, r, v, 4)
		return v.Interface()
	}
	change(d, c, r, v, 1)
	return v.Interface()
}

func anyAbout(d *Doer, r *rand.Rand) string {
	return anyOf(r, "", outside, "another-officer", "panel", "independent", "stay", "embassy", anyHash(d, r).String(), TwinNumber)
}

func anyOf[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

func anyHash(d *Doer, r *rand.Rand) ledger.Hash {
	if len(d.Node.Held) == 0 {
		return ledger.Hash{}
	}
	return d.Node.Held[r.IntN(len(d.Node.Held))].ID
}

// change gives one field in so many another value.
func change(d *Doer, c *casefile.Case, r *rand.Rand, v reflect.Value, in int) {
	for i := range v.NumField() {
		f, t := v.Field(i), v.Type().Field(i)
		if t.Anonymous {
			if f.Type() == reflect.TypeFor[casefile.Identity]() {
				f.Set(reflect.ValueOf(people[r.IntN(len(people))]))
				continue
			}
			change(d, c, r, f, in)
			continue
		}
		if r.IntN(in) == 0 {
			f.Set(anyValue(d, c, r, f, t))
		}
	}
}

func anyValue(d *Doer, c *casefile.Case, r *rand.Rand, f reflect.Value, t reflect.StructField) reflect.Value {
	of := func(x any) reflect.Value { return reflect.ValueOf(x) }
	switch f.Interface().(type) {
	case talk.Talk:
		return of(anyTalk(d, c, r))
	case *talk.Interpreter:
		return of(interpreter(anyOf[talk.Tie](r, "guard", talk.None)))
	case bool:
		return of(r.IntN(2) == 0)
	case ledger.Hash:
		return of(anyHash(d, r))
	case []ledger.Hash:
		return of([]ledger.Hash{anyHash(d, r)})
	case ledger.Actor:
		return of(d.World.Officers[r.IntN(len(d.World.Officers))].Actor)
	case day.Day:
		return of(d.today().Add(r.IntN(120) - 60))
	case time.Time:
		return of(d.World.Moment(d.Node).Add(-time.Duration(r.IntN(30)) * time.Hour))
	case int:
		return of(1 + r.IntN(40))
	case []string:
		if codes := t.Tag.Get("codes"); codes != "" {
			return of([]string{anyOf(r, strings.Split(codes, ",")...)})
		}
		return of([]string{"IOM"})
	case string:
		return of(anyText(r, t)).Convert(f.Type())
	}
	return f
}

func anyText(r *rand.Rand, t reflect.StructField) string {
	switch codes := t.Tag.Get("codes"); {
	case codes != "":
		return anyOf(r, strings.Split(codes, ",")...)
	case t.Name == "Movement":
		return anyOf(r, Flight, Flight, LaterOne)
	case t.Name == "Line":
		return anyOf(r, Line, OtherLine)
	case t.Name == "Place":
		return anyOf(r, GoodPlace, DarkPlace, "")
	case t.Name == "Other":
		return TwinNumber
	case t.Name == "Sheet":
		return anyOf(r, "NGA-2026-1", "NGA-2026-2", "LBY-2026-1")
	}
	return "word " + strconv.Itoa(r.IntN(9))
}

// anyTalk is a conversation that mostly is as it should be.
func anyTalk(d *Doer, c *casefile.Case, r *rand.Rand) talk.Talk {
	t := d.talk(c, anyOf(r, "", outside))
	switch r.IntN(8) {
	case 0:
		t.OutOfHearing = false
	case 1:
		t.OutOfSight = false
	case 2:
		t.Interpreter = interpreter(anyOf[talk.Tie](r, "guard", "relative", talk.None))
	case 3:
		t.Understood = false
	case 4:
		t.Control, t.Witness = talk.Held, anyOf(r, talk.NoWitness, talk.UNHCR)
	}
	return t
}

// anyDeparture makes the arguments of a departure, on the first flight or on
// no movement of ours.
func anyDeparture(ours bool, zero any) any {
	v := reflect.New(reflect.TypeOf(zero)).Elem()
	if ours {
		v.FieldByName("Movement").SetString(Flight)
	}
	return v.Interface()
}
