package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/access"
)

func TestIsItReal(t *testing.T) {
	w := newWorld(t)
	w.staff(t, "ar", access.Overseer)
	number, err := w.Way(t.Context(), "Halima", "order.ask")
	if err != nil {
		t.Fatal(err)
	}
	w.At(5, 9*time.Hour)
	talk := map[string]any{"language": "hau", "understood": true, "mode": "in-person", "outOfHearing": true, "outOfSight": true, "control": "held", "place": "TAJ", "witness": "none"}
	session := map[string]any{"talk": talk, "minutes": 45, "topics": []string{"rights"}, "question": "what of my brother?", "limited": false}
	if _, err := w.Do(t.Context(), "cou", number, "counselling.hold", session); err != nil {
		t.Fatal(err)
	}
	page := w.get(t, "lea", "/real")
	for _, want := range []string{
		"Talks inside on a day without a visit", "officer cou · counsellor", "place TAJ", "1 talk", "alarm", "have another officer repeat the talks", "a default of this project", "Looked at on",
	} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the lead's page lacks %q", want)
		}
	}
	page.has(t, "The file in which it shows")
	page.has(t, `<a href="/cases/`+number+`">`)
	if strings.Contains(page.text, "Halima") || strings.Contains(page.text, "brother") {
		t.Error("a sign says whom it was about, or what they said")
	}
	arabic := w.get(t, string(access.Overseer), "/real")
	if strings.Contains(arabic.text, number) {
		t.Error("whoever opens no file reads the number of one")
	}
	for _, want := range []string{`dir="rtl"`, "محادثات في الداخل في يوم بلا زيارة", "محادثة واحدة"} {
		if !strings.Contains(arabic.text, want) {
			t.Errorf("in Arabic it lacks %q", want)
		}
	}
}

func TestWhoSeesIsItReal(t *testing.T) {
	w := newWorld(t)
	may := map[string]bool{"lea": true, "hop": true, "hom": true}
	for _, o := range desktest.Officers {
		page := w.get(t, o.Name, "/real")
		if may[o.Name] != (page.status == http.StatusOK) || !may[o.Name] && page.status != http.StatusForbidden {
			t.Errorf("%s: %d", o.Name, page.status)
		}
		if may[o.Name] && !strings.Contains(page.text, "Nothing shows.") {
			t.Errorf("%s, of no work: %s", o.Name, page.text)
		}
		if home := w.get(t, o.Name, "/"); home.status == http.StatusOK && strings.Contains(home.text, `href="/real"`) != may[o.Name] {
			t.Errorf("%s: the way there is shown: %v", o.Name, !may[o.Name])
		}
	}
}
