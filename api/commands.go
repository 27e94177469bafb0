package api

import (
	"amana/desk"
	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/safeguard"
	"amana/lang"
)

type commandList struct {
	Commands []commandLine `json:"commands"`
}

// commandLine describes one command to those who write clients and forms.
type commandLine struct {
	Command string           `json:"command"`
	Title   string           `json:"title"`             // in the caller's language
	Subject casefile.Subject `json:"subject"`           // what it is about
	At      string           `json:"at"`                // where it is posted
	For     safeguard.Act    `json:"for,omitempty"`     // the act at which rules are asked first
	Opens   bool             `json:"opens,omitempty"`   // it may be the first about its subject
	Outside bool             `json:"outside,omitempty"` // never by the office whose case it is
	Allowed bool             `json:"allowed"`           // the caller may give it, about a case that they reach
	Args    schema           `json:"args"`              // JSON Schema of its arguments, their titles in the caller's language
}

func listCommands(x *exchange) (reply, error) {
	var list commandList
	add := func(line commandLine, zero any, s access.Subject) {
		line.Title = x.answer.Say.Command(line.Command)
		line.Allowed = x.server.desk.May(x.who, line.Command, s) == nil
		line.Args = shape.Schema(zero)
		titled(x.answer.Say, line.Command, "", line.Args)
		list.Commands = append(list.Commands, line)
	}
	for _, k := range casefile.Commands {
		at := "/api/v1/cases/{case}/commands"
		if k.Name == opensCase {
			at = "/api/v1/cases"
		}
		add(commandLine{Command: k.Name, Subject: casefile.Person, At: at, For: k.For, Outside: k.Outside, Opens: k.Name == opensCase},
			k.Zero, desk.Theirs(x.who, casefile.Person))
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			add(commandLine{Command: k.Name, Subject: o.Subject, At: commandPath(o.Subject), Opens: k.Opens}, k.Zero, desk.Theirs(x.who, o.Subject))
		}
	}
	return reply{body: list}, nil
}

// titled puts the name of each argument into its schema, as forms show it.
func titled(say *lang.Printer, command, prefix string, s schema) {
	properties, _ := s["properties"].(schema)
	for name, member := range properties {
		of := member.(schema)
		if title, ok := say.Field(command, prefix+name); ok {
			of["title"] = title
		}
		if items, ok := of["items"].(schema); ok {
			of = items
		}
		titled(say, command, prefix+name+".", of)
	}
}
