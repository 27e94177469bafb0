package web

// formStep is what a form asks at one time: one group of questions, or a few that
// stand beside the groups. A form of one step is one page; of several, a browser
// shows one after the other, and one that cannot shows them below each other.
type formStep struct {
	N, Of  int
	Fields []field
	Next   int // 0: it is the last
}

// atOnce is how many questions are asked at one time at most.
const atOnce = 5

// steps divides a form. One that asks nothing has a step all the same: what it
// records is sent from there.
func steps(fields []field) []formStep {
	var all []formStep
	for _, run := range runs(fields) {
		all = append(all, formStep{Fields: run})
	}
	if len(all) == 0 {
		all = append(all, formStep{})
	}
	for i := range all {
		all[i].N, all[i].Of = i+1, len(all)
		if i+1 < len(all) {
			all[i].Next = i + 2
		}
	}
	return all
}

// runs are the questions by step: each group is one, with the groups in it after
// it, and what stands between two is divided evenly. What is asked only after some
// answer stays beside the question for that.
func runs(fields []field) (all [][]field) {
	var loose []field
	flush := func() {
		n := (len(loose) + atOnce - 1) / atOnce
		for i := range n {
			all = append(all, loose[i*len(loose)/n:(i+1)*len(loose)/n])
		}
		loose = nil
	}
	for _, f := range fields {
		if f.How != askGroup {
			loose = append(loose, f)
			continue
		}
		flush()
		var inner []field
		own := f
		own.Parts = nil
		for _, p := range f.Parts {
			if p.How == askGroup && !f.Offered && f.When == nil && p.When == nil && len(f.Parts) > 1 {
				inner = append(inner, p)
			} else {
				own.Parts = append(own.Parts, p)
			}
		}
		all = append(all, []field{own})
		for _, p := range inner {
			all = append(all, runs([]field{p})...)
		}
	}
	flush()
	return all
}
