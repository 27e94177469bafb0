package demo

import "math/rand/v2"

// The people of the demonstration are invented. Each name is put together by
// chance from given and family names that are common where the person comes
// from; nobody in particular is meant, and no list of real people was used.

// naming is how names are made in one tradition.
type naming struct {
	women, men []string
	families   []string
}

var (
	hausa = naming{
		women:    []string{"Aishatu", "Hauwa'u", "Zainabu", "Halimatu", "Rakiya", "Safiya", "Jummai", "Ladidi", "Talatu", "Hadiza"},
		men:      []string{"Abubakar", "Ibrahima", "Sulaimanu", "Yakubu", "Danladi", "Garbati", "Mahamadu", "Tanimu", "Bashiru", "Haruna"},
		families: []string{"Gwandara", "Katsinawa", "Dogonyaro", "Mairiga", "Sarkinfada", "Tsohuwa", "Bagobiri", "Maigari", "Zangina", "Kwaramba"},
	}
	southern = naming{ // of the south of Nigeria
		women:    []string{"Blessing", "Chiamaka", "Osarugue", "Folasade", "Ngozika", "Eseosa", "Temitope", "Adaeze", "Omolara", "Precious"},
		men:      []string{"Chukwuemeka", "Osazuwa", "Babatunde", "Ikechukwu", "Efosa", "Oluwaseun", "Obinnaya", "Godspower", "Adebowale", "Ehigiator"},
		families: []string{"Aigbogun", "Okwuosa", "Adesokan", "Ezenwaka", "Omoregbee", "Fagbohun", "Nwokorie", "Iyamuse", "Ogunmola", "Uwadiae"},
	}
	mande = naming{ // of Mali, Guinea and the Gambia
		women:    []string{"Fatoumata", "Mariama", "Kadiatou", "Aminata", "Djeneba", "Oumou", "Assetou", "Nyimasata", "Binta", "Salimata"},
		men:      []string{"Mamadou", "Ousmane", "Lamin", "Sekouba", "Boubacar", "Ebrima", "Moussa", "Alhagie", "Souleymane", "Bakary"},
		families: []string{"Doumbouya", "Kouroussa", "Sanyangba", "Tounkarani", "Fofanasso", "Jawarabe", "Koitala", "Samakero", "Diabyla", "Bojangsara"},
	}
	zarma = naming{ // of Niger
		women:    []string{"Hassana", "Fassouma", "Rabiatou", "Zeinabou", "Mariatou", "Hadjara", "Saadatou", "Biba"},
		men:      []string{"Seyni", "Abdoulkarim", "Hamidou", "Soumana", "Idrissa", "Amadou", "Oumarou", "Djibrilla"},
		families: []string{"Gandakoye", "Maiguizo", "Tillaberi", "Kimbawa", "Sabongari", "Zarmakoy", "Dossoula", "Bonkanou"},
	}
	bengali = naming{
		women:    []string{"Shahnaz", "Rokeya", "Moushumi", "Nasrin", "Farhana", "Sultana"},
		men:      []string{"Rafiqul", "Shahadat", "Mizanur", "Jahangir", "Anisur", "Kamrul", "Delwar", "Habibur", "Saiful", "Tofazzal"},
		families: []string{"Madaripuri", "Bepari", "Howladar", "Talukdar", "Matubbar", "Sikderi", "Munshigonji", "Fakiruddin", "Khalashi", "Molladi"},
	}
	akan = naming{ // of Ghana
		women:    []string{"Abenaa", "Akosua", "Adwoaa", "Gyamfua", "Serwaah", "Comfort"},
		men:      []string{"Kwabena", "Kwadwo", "Yawson", "Kofitse", "Osagyefo", "Nanayaw"},
		families: []string{"Agyekumwaa", "Boadiwaah", "Ofosuhene", "Amankwatia", "Twumasiwa", "Nketiahene"},
	}
	punjabi = naming{ // of Pakistan
		women:    []string{"Shagufta", "Rukhsana", "Nasreen", "Parveen"},
		men:      []string{"Zulfiqar", "Shahbaz", "Ghulam", "Tanveer", "Naveed", "Mudassar", "Waqasuddin"},
		families: []string{"Gujratwala", "Warraichi", "Bhattian", "Sahiwala", "Chaudhrali", "Mandiwal"},
	}
	habesha = naming{ // of Eritrea and Ethiopia: the second name is the father's
		women:    []string{"Selamawit", "Tsigereda", "Freweini", "Mihret", "Bethlehem", "Almaz"},
		men:      []string{"Tesfalem", "Yohannes", "Habtom", "Gebremeskel", "Bereket", "Kidane"},
		families: []string{"Woldeselassie", "Tekleab", "Ghebreyesus", "Asmelash", "Hailemichael", "Zerezghi"},
	}
	somali = naming{
		women:    []string{"Hodan", "Ifrah", "Sahra", "Ubaxley", "Nimco"},
		men:      []string{"Abdirahman", "Liibaan", "Guuleed", "Maxamed", "Warsame"},
		families: []string{"Cabdulle", "Xirsiyare", "Jimcaale", "Faaraxow", "Shirwac"},
	}
	sudanese = naming{
		women:    []string{"إخلاص", "سعدية", "حواء", "نعمات", "زينب"},
		men:      []string{"عبد الباقي", "آدم", "الطيب", "إسحاق", "يعقوب", "هارون"},
		families: []string{"أبكر التوم", "كوكو تية", "الزاكي حمدان", "جمعة أرباب", "عبد الجبار نهار", "دلدوم كافي"},
	}
	egyptian = naming{
		women:    []string{"شيماء", "نجلاء", "هدى", "صباح"},
		men:      []string{"عبد الرحيم", "شعبان", "رمضان", "حمادة", "السيد", "مصطفى"},
		families: []string{"أبو شادوف", "القليوباوي", "عبد الموجود", "الدقهلاوي", "أبو سريع", "البحراوي"},
	}
	syrian = naming{
		women:    []string{"رغداء", "سوسن", "غادة"},
		men:      []string{"مأمون", "عدنان", "وائل", "غسان"},
		families: []string{"الدرعاوي", "القنيطراني", "الحوراني الصغير", "المعضماني"},
	}
	chadian = naming{
		women:    []string{"خديجة", "أم كلثوم", "حليمة", "عائشة"},
		men:      []string{"محمد صالح", "إدريس", "حسين", "عبد الكريم", "زكريا"},
		families: []string{"الودايي", "أبو كرشولة", "القرعاني", "البقارمي", "جدة شايب"},
	}
)

// called makes a name.
func (n *naming) called(r *rand.Rand, sex string) (given, family string) {
	names := n.men
	if sex == "woman" {
		names = n.women
	}
	return pick(r, names), pick(r, n.families)
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }
