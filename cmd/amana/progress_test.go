package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"amana/desk/desktest"
)

// Whatever grows with the store says how far it is, on the error output, and
// what scripts read stays one line of JSON.
func TestWhatTakesLongSaysHowFarItIs(t *testing.T) {
	data, dir := programmeIn(t, ""), t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(in("age.txt"), []byte(id.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	list := bytes.NewBufferString("ref,date,given,family,born,sex,nationality,destination\n")
	for i := range 600 {
		fmt.Fprintf(list, "%d,4/3/2026,Amina %c%c,Diallo,%d,woman,Mali,Mali\n", i, 'A'+i%26, 'a'+i/26, 1960+i%40)
	}
	if err := os.WriteFile(in("list.csv"), list.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if patience > time.Second {
		t.Errorf("whoever waits hears nothing for %v", patience)
	}
	env := map[string]string{"AMANA_LANGUAGE": "en", "AMANA_DATA": data, "AMANA_PASSWORD": desktest.Password}
	for _, c := range []struct {
		args string
		says []string
	}{
		{"import LIST --sheet persons --office tripoli --word W --as cas", []string{"Rows read: ", "Persons recorded: "}},
		{"rebuild", []string{"Files folded: "}},
		{"rebuild --check", []string{"Files folded: "}},
		{"backup COPY --recipient " + id.Recipient().String(), []string{"Pages of the store copied: "}},
		{"export LOG --disclosures --as hop", []string{"Entries written: ", "Files disclosed: "}},
		{"verify LOG --safeguards", []string{"Entries verified: ", "Cases asked again: "}},
		{"key rotate tripoli --as admin", []string{"Keys of persons wrapped again: "}},
		{"restore COPY --identity ID --data NEW", []string{"Megabytes of the backup copied: ", "Entries restored: ", "Files folded: "}},
	} {
		args := strings.Fields(strings.NewReplacer("COPY", in("copy.db"), "LOG", in("log"), "LIST", in("list.csv"), "ID", in("age.txt"), "NEW", in("new")).Replace(c.args) + " --json")
		var out, said bytes.Buffer
		p := &program{env: func(name string) string { return env[name] }, stdin: strings.NewReader(""), stdout: &out, stderr: &said}
		does := subcommands()[slices.IndexFunc(subcommands(), func(s subcommand) bool { return s.name == args[0] })]
		if err := does.run(t.Context(), p, args[1:]); err != nil {
			t.Fatalf("%s: %v\n%s", c.args, err, said.String())
		}
		for _, text := range c.says {
			if !strings.Contains(said.String(), text) {
				t.Errorf("%s does not say %q on the way:\n%s", c.args, text, said.String())
			}
		}
		if !json.Valid(out.Bytes()) || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
			t.Errorf("%s --json prints %s", c.args, out.Bytes())
		}
	}
}
