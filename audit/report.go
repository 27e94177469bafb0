package audit

// Report is what asking again found, in the disclosures that lie beside a
// published log. Its JSON is a contract.
type Report struct {
	Cases        int `json:"cases"`        // disclosed
	Clearances   int `json:"clearances"`   // in them
	Boardings    int `json:"boardings"`    // authorised by Amana, in them
	Rechecked    int `json:"rechecked"`    // of the boardings: asked again
	Cleared      int `json:"cleared"`      // of these: every rule was met
	Sealed       int `json:"sealed"`       // not asked again: what they rest on is withheld
	Uncleared    int `json:"uncleared"`    // departures without a boarding authorised by Amana
	Before       int `json:"before"`       // departures before Amana was in use; never counted as safeguarded
	Endorsements int `json:"endorsements"` // officers' signatures that hold

	Erased   int `json:"erased"`   // files whose keys were destroyed, as the log says: nothing in them can be asked again
	Gone     int `json:"gone"`     // departures in them, as the statistic says that remains; the uncleared are counted above too
	Withheld int `json:"withheld"` // of the erased files, those of which the statistic is not disclosed

	Unseen int   `json:"unseen"` // files of people, movements, countries … in the log of which not enough is disclosed to ask anything
	Later  int64 `json:"later"`  // entries recorded since the disclosures were made
}

// Whole says whether everything that is in the log could be asked about.
func (r *Report) Whole() bool {
	return r.Unseen == 0 && r.Later == 0 && r.Rechecked == r.Boardings
}
