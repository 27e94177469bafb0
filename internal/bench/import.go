package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"amana/domain/casefile"
	"amana/intake"
)

// An import takes lists over as their owner gives them: workbooks with a sheet
// of persons and a sheet of what was said to each. The baseline writes the rows
// of each list in groups of as many commands.
const (
	importPeople = 4000
	importLists  = 4  // the baseline has its turn after each
	importRows   = 25 // of each person
)

func (b *bench) imports(ctx context.Context) (err error) {
	folder, err := b.room("import")
	if err != nil {
		return err
	}
	n, err := found(ctx, folder, "", nil)
	defer func() { closing(&err, n.close) }()
	if err != nil {
		return err
	}
	plain := filepath.Join(folder, "bare.db")
	if err := n.store.Backup(ctx, plain, nil); err != nil {
		return err
	}
	begin, err := n.store.Size(ctx)
	if err != nil {
		return err
	}
	people := min(b.cases, importPeople) / importLists
	var ours, bare []time.Duration
	first, entries := begin, int64(0)
	for i := range importLists {
		list := filepath.Join(folder, fmt.Sprintf("list-%d.xlsx", i))
		if err := writeList(list, i*people, people); err != nil {
			return err
		}
		gc := debug.SetGCPercent(300) // as the program does
		start := time.Now()
		s, err := intake.Import(ctx, n.desk, list, intake.Options{
			Who: n.who("cas"), Office: "tripoli", Word: "bench", List: fmt.Sprintf("list-%d", i), Language: "en", Workers: 2, Group: group,
		})
		ours = append(ours, time.Since(start))
		debug.SetGCPercent(gc)
		if err != nil || s.Refused > 0 || s.Opened != people {
			return cmp.Or(err, fmt.Errorf("of %d people %d were opened and %d rows refused", people, s.Opened, s.Refused))
		}
		next, err := n.store.Size(ctx)
		if err != nil {
			return err
		}
		took, err := replay(ctx, n, plain, first, next)
		if err != nil {
			return err
		}
		bare = append(bare, took)
		entries, first = next-begin, next
		b.note("import: list %d of %d, %s, bare %s", i+1, importLists, rounded(ours[i]), rounded(took))
	}
	rate := func(d []time.Duration) float64 { return float64(entries) / sum(d).Seconds() }
	b.table.atLeast("import, to the same rows", "%.2f", rate(ours)/rate(bare), 0.3,
		fmt.Sprintf(" (%.0f events/s to %.0f/s, %d people)", rate(ours), rate(bare), people*importLists))
	return nil
}

// replay writes what a stretch of the log put into a node's tables into a bare
// file, in groups of as many commands as the import had, and says how long the
// writing took.
func replay(ctx context.Context, n *node, plain string, first, next int64) (took time.Duration, err error) {
	seen, err := openBare(n.path(), n.keys.DatabaseHex())
	if err != nil {
		return 0, err
	}
	defer func() { closing(&err, seen.close) }()
	to, err := openBare(plain, n.keys.DatabaseHex())
	if err != nil {
		return 0, err
	}
	defer func() { closing(&err, to.close) }()
	commands, err := seen.read(ctx, nil, "command", "command t where t.idx >= $1 and t.idx < $2 order by t.idx", first, next)
	if err != nil {
		return 0, err
	}
	last := map[int64]int64{} // by stream, its last entry in the stretch
	positions, err := seen.read(ctx, nil, "leaf", "leaf t where t.idx >= $1 and t.idx < $2 order by t.idx", first, next)
	if err != nil {
		return 0, err
	}
	for _, l := range positions {
		last[l.args[2].(int64)>>32] = l.args[0].(int64)
	}
	for len(commands) > 0 {
		some := commands[:min(group, len(commands))]
		commands = commands[len(some):]
		end := next
		if len(commands) > 0 {
			end = commands[0].args[5].(int64) // where the next group begins
		}
		rows, err := seen.logged(ctx, first, end)
		if err != nil {
			return 0, err
		}
		for _, l := range positions[:end-first] {
			stream := l.args[2].(int64) >> 32
			if last[stream] != l.args[0] {
				continue
			}
			shown, err := seen.shown(ctx, stream)
			if err != nil {
				return 0, err
			}
			rows = append(rows, shown...)
			for table, condition := range map[string]string{
				"dek": "dek t where t.stream = $1", "state": "state t where t.slot >= $1 << 8 and t.slot < ($1 + 1) << 8",
			} {
				if rows, err = seen.read(ctx, rows, table, condition, stream); err != nil {
					return 0, err
				}
			}
		}
		positions = positions[end-first:]
		d, err := to.store(ctx, append(rows, some...), end)
		if err != nil {
			return 0, err
		}
		took, first = took+d, end
	}
	return took, nil
}

// writeList makes a list of people from number first on.
func writeList(path string, first, people int) (err error) {
	f := excelize.NewFile()
	defer f.Close()
	persons := [][]any{{"ref", "happened", "given", "family", "born", "sex", "nationalities", "languages", "destination"}}
	said := [][]any{{
		"ref", "person", "what", "happened", "talk.language", "talk.understood", "talk.mode", "talk.outOfHearing", "talk.outOfSight", "talk.control",
		"minutes", "topics", "question", "changed", "option", "explained", "available", "answer",
	}}
	for i := first; i < first+people; i++ {
		acts, ref := life(i, importRows), fmt.Sprintf("P-%d", i)
		persons = append(persons, personRow(ref, acts[0]))
		for k, at := 0, acts[0].happened; k < importRows-1; k++ {
			at = at.Add(20 * time.Hour)
			said = append(said, saidRow(fmt.Sprintf("R-%d-%d", i, k), ref, k, at))
		}
	}
	for name, rows := range map[string][][]any{"persons": persons, "counselling": said} {
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		w, err := f.NewStreamWriter(name)
		if err != nil {
			return err
		}
		for i, row := range rows {
			if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
				return err
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { closing(&err, file.Close) }()
	return f.Write(file)
}

func personRow(ref string, opens act) []any {
	o := opens.args.(casefile.Open)
	return []any{ref, opens.happened.Format("2006-01-02"), o.Given, o.Family, o.Born.String(), o.Sex, o.Nationalities[0], strings.Join(o.Languages, ", "), o.Destination}
}

// saidRow is what was said to a person at their k-th talk.
func saidRow(ref, person string, k int, at time.Time) []any {
	row := make([]any, 18)
	for i := range row {
		row[i] = ""
	}
	row[0], row[1], row[3] = ref, person, at.Format("2006-01-02")
	if k%4 < 2 {
		copy(row[4:], []any{"hau", "yes", "in-person", "yes", "yes", "free"})
	}
	switch k % 4 {
	case 0:
		row[2], row[10], row[11], row[12] = "counselling.hold", "45", "rights, options", "When could it be, and who would meet me?"
	case 1:
		row[2], row[13] = "counselling.extend", "Nothing, the person says; the wish is the same."
	default:
		row[2], row[14], row[15], row[16], row[17] = "option.tell", options[k%len(options)], "yes", "no", "declines"
	}
	return row
}
