package intake

import (
	"strings"
	"sync"

	"amana/desk/spelling"
)

// months are the names of each month as people write them: English, French,
// Arabic as in Libya and Egypt, in the Maghreb, and in Syria and Iraq.
var months = [12][]string{
	{"january", "jan", "janvier", "janv", "يناير", "جانفي", "كانون الثاني"},
	{"february", "feb", "février", "févr", "fév", "فبراير", "فيفري", "شباط"},
	{"march", "mar", "mars", "مارس", "آذار"},
	{"april", "apr", "avril", "avr", "أبريل", "إبريل", "أفريل", "نيسان"},
	{"may", "mai", "مايو", "ماي", "أيار", "مايس"},
	{"june", "jun", "juin", "يونيو", "يونيه", "جوان", "حزيران"},
	{"july", "jul", "juillet", "juil", "يوليو", "يوليه", "جويلية", "تموز"},
	{"august", "aug", "août", "aout", "أغسطس", "أوت", "آب", "غشت"},
	{"september", "sep", "sept", "septembre", "سبتمبر", "أيلول", "شتنبر"},
	{"october", "oct", "octobre", "أكتوبر", "تشرين الأول"},
	{"november", "nov", "novembre", "نوفمبر", "تشرين الثاني", "نونبر"},
	{"december", "dec", "décembre", "déc", "ديسمبر", "كانون الأول", "دجنبر"},
}

var monthNames = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for i, names := range months {
		for _, n := range names {
			all[spelling.Fold(n)] = i + 1
		}
	}
	return all
})

func monthOf(word string) (int, bool) {
	m, ok := monthNames()[spelling.Fold(strings.TrimSuffix(word, "."))]
	return m, ok
}

// filler are words that say nothing about which day it is.
var filler = map[string]bool{
	"of": true, "the": true, "le": true, "de": true, "من": true, "شهر": true, "سنه": true, "عام": true, "يوم": true, "في": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true,
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
	"الاثنين": true, "الثلاثاء": true, "الاربعاء": true, "الخميس": true, "الجمعه": true, "السبت": true, "الاحد": true, "م": true,
}

// hijri are the months of the Islamic calendar, which needs somebody who knows
// which reckoning was used.
var hijri = map[string]bool{
	"محرم": true, "صفر": true, "ربيع": true, "جمادي": true, "رجب": true, "شعبان": true, "رمضان": true, "شوال": true, "ذو": true, "ذي": true,
	"muharram": true, "safar": true, "rabi": true, "rajab": true, "shaban": true, "ramadan": true, "shawwal": true, "هـ": true, "ه": true, "ah": true,
}
