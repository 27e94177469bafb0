// Package seal makes facts provable and unreadable: it signs and reads the
// entries of the log, seals what they disclose under keys of persons, offices
// and compartments, and writes and verifies logs as files that strangers can
// check with other software. docs/log-format.md specifies every byte.
//
// Nothing here decides what is true or who may know it; domain and desk do.
package seal
