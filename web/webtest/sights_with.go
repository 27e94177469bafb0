package webtest

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

var withSights = []Sight{
	{Pattern: "GET /cases/new", As: "cou", Path: "/cases/new", Shows: "A file is opened, with the wish in the person's own words."},
	{Pattern: "GET /cases/{case}/file", As: "cas", Path: "/cases/{departed}/file", Shows: "The file part by part, each with the act that goes on with it."},
	{Pattern: "GET /cases/{case}/file", As: "doc", Path: "/cases/{sealed}/file"},
	{Pattern: "GET /cases/{case}/household", As: "cou", Path: "/cases/{blocked}/household", Shows: "Who belongs together, as links that tell nobody's answers."},
	{Pattern: "GET /cases/{case}/with", As: "cou", Path: "/cases/{blocked}/with", Shows: "Before a page is read together: how the two speak, and who could hear."},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/hello", Shows: "With the person, in the person's language: one thought at a time, and a no on every page."},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/protection", Shows: "Each other way than return is a page of its own, before return is spoken of."},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/said-back"},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/declaration", Shows: "The declaration, only in words that were approved."},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/mark"},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/said-no"},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/unsure"},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/paper"},
	{Pattern: "GET /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{called}/with/done-no"},
	{Pattern: "POST /cases/new", As: "cou", Path: "/cases/new", Sends: url.Values{"identity.given": {"Nobody"}}, Status: 400},
	{Pattern: "POST /cases/{case}/with", As: "cou", Path: "/cases/{new}/with", Sends: url.Values{}, Status: 400},
	{Pattern: "POST /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/protection", Sends: url.Values{}, Status: 400},
	{Pattern: "POST /cases/{case}/with/{thought}", As: "cou", Path: "/cases/{blocked}/with/mark", Sends: url.Values{"language": {"ara"}, "version": {"1"}}, Status: 400},
}

// Speaking is how two talk whom nobody else hears, in a language.
func speaking(language string) url.Values {
	return url.Values{
		"talk.language": {language}, "talk.understood": {"yes"}, "talk.mode": {"in-person"}, "talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"},
		"talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"no"},
	}
}

// Talk has a counsellor sit down with two people who speak Arabic, of which the
// declaration has words. The talk with the second ends: that with the first goes on
// whichever pages are opened.
func (w *World) Talk(ctx context.Context) error {
	hand, err := w.Reader(ctx, "cou", "en")
	for _, special := range []string{"{blocked}", "{called}"} {
		if err == nil {
			err = hand.Open(ctx, w.Path("/cases/"+special+"/with"))
		}
		if err == nil {
			err = hand.Fill(ctx, speaking("ara"))
		}
		if err == nil {
			err = hand.Send(ctx)
		}
		if err == nil && !strings.HasSuffix(hand.page.Path, "/with/hello") {
			err = fmt.Errorf("the talk did not begin: %s: %s", hand.page.Path, hand.page.Words())
		}
	}
	return err
}
