package webtest

var overviewSights = []Sight{
	{Pattern: "GET /overview", As: "hop", Path: "/overview", Shows: "Outcomes side by side, and what the safeguards cost and catch; each figure with its definition."},
	{Pattern: "GET /overview/waiting", As: "hop", Path: "/overview/waiting", Shows: "What people wait for who are still here, and how long, by safeguard."},
	{Pattern: "GET /overview/{group}/{key}", As: "hop", Path: "/overview/channel/in-person", Shows: "One figure: what it counts, by which rules, and of whom."},
	{Pattern: "GET /real", As: "hop", Path: "/real", Shows: "Is it real? Patterns in the work that are worth a question."},
}
