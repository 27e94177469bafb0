package demo

import (
	"math/rand/v2"
	"strings"
)

// What people said and officers wrote in the demonstration. It is invented,
// and as short as such notes are when they are honest.

// own is something said in a person's own words, which few others use: of each
// part one.
func own(r *rand.Rand, parts [][]string) string {
	var said []string
	for _, p := range parts {
		said = append(said, pick(r, p))
	}
	return strings.Join(said, " ")
}

// wish is why somebody wants to return, as they say it.
func wish(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0:
		return own(r, wishesFrench)
	case 1:
		return own(r, wishesArabic)
	}
	return own(r, wishes)
}

var (
	wishes = [][]string{
		{
			"I want to see my mother while she lives.", "There is nothing for me here.", "I came to work and was sold twice.", "My children do not know my face.",
			"The sea took my brother.", "I am tired in my bones.", "They kept my passport and eleven months of wages.", "My wife writes that she cannot carry it alone.",
			"I have coughed since the winter and nobody looks at it.", "Two of us crossed the desert and one arrived.", "My father's shop is shut since he fell.",
			"The man who promised me a trade in Tripoli vanished.",
		},
		{
			"At home there is at least my field.", "I can learn to drive and begin again.", "My uncle keeps a bed ready.", "There is a school near our house for the little one.",
			"Mangoes will be ripe when I come.", "I know how to sew and people there pay for it.", "The well in our village needs hands.", "I was a barber before and my chair is still standing.",
			"An aunt in the capital takes me for some months.", "Our church asked after me in every letter.", "The goats are my sister's half and half mine.", "I would rather be poor among those who know me.",
		},
		{
			"Nobody told me to say this.", "If somebody gave me honest work I would stay, but nobody does.", "I thought about it all through Ramadan.", "I asked for it myself on Monday.",
			"The others in the room do not want to, and that is their affair.", "I shall not try another boat.", "I first said no, in spring.", "Whether you help or not I should find a way.",
			"My cousin laughs at me for it.", "You are the second officer who hears it.", "It frightens me a little all the same.", "I have counted the days since the rains.",
		},
		{
			"My grandmother would not recognise this city from my letters.", "I kept one clean shirt for that day in a plastic bag.", "Somebody there still owes me a bicycle and I will ask for it.",
			"The baker on our corner used to shout my nickname.", "Please write down that nobody paid anything for this conversation.", "When the generator stops at night I can hear my village in my head.",
			"Football on Fridays is what I describe to the others when they cannot sleep.", "I learned some Arabic here and shall teach it to my nephew.", "My knee will need a proper doctor either way.",
			"They can laugh at the harbour when I come back with empty hands.",
		},
	}
	wishesFrench = [][]string{
		{"Je veux rentrer chez moi, j'ai assez marché.", "Ma mère est malade et je suis le seul fils.", "Ici on m'a pris mon salaire trois fois.", "Mon petit frère est mort en mer.", "Je suis fatigué jusque dans les os.", "Mes enfants ne connaissent plus ma voix."},
		{"Au village il y a encore la maison.", "Je sais souder, on me donnera du travail à Kayes.", "Ma femme tient le commerce et m'attend.", "Là-bas au moins je connais les gens.", "Mon oncle me garde un lit.", "Les mangues seront mûres quand j'arriverai."},
		{"Je l'ai demandé moi-même, personne ne m'a poussé.", "J'y pense depuis la fête.", "J'avais dit non la première fois.", "Si je pouvais travailler ici en paix, je resterais.", "Mes camarades restent, c'est leur affaire.", "Je ne reprendrai pas de bateau."},
		{"Mon neveu m'attend au bout de la piste avec sa moto.", "Écrivez que personne n'a reçu d'argent pour cela.", "Le soir je raconte le fleuve aux autres.", "Il me reste une sœur et un champ de mil.", "J'ai gardé une chemise propre pour ce jour.", "Quelqu'un au pays me doit encore un vélo."},
	}
	wishesArabic = [][]string{
		{"أريد أن أعود إلى بيتي.", "أمي كبرت ولا أحد معها.", "تعبت من الطريق ومن الانتظار.", "أخذوا أجرتي ولم أر منها شيئًا.", "أولادي لا يعرفون وجهي.", "لا شيء لي هنا."},
		{"في قريتنا أرض لأبي أزرعها.", "أخي يعمل نجارًا وينتظرني.", "هناك أعرف الناس ويعرفونني.", "أريد أن يدخل ابني المدرسة.", "عمي يحتفظ لي بسرير.", "كنت حلاقًا وكرسيي ما زال مكانه."},
		{"لم يطلب مني أحد أن أقول هذا.", "فكرت في الأمر شهرًا كاملًا.", "رفضت أول مرة ثم غيّرت رأيي.", "لو وجدت عملًا آمنًا هنا لبقيت.", "لن أركب قاربًا آخر.", "طلبته بنفسي يوم الاثنين."},
		{"اكتبوا أن أحدًا لم يدفع لي شيئًا مقابل هذا الكلام.", "في المساء أحكي للآخرين عن النهر.", "بقيت لي أخت واحدة وحقل صغير.", "جارنا الخباز ما زال يذكر اسمي.", "احتفظت بقميص نظيف لذلك اليوم.", "ركبتي تحتاج إلى طبيب على كل حال."},
	}
	// changes are what is new since somebody was counselled.
	changes = [][]string{
		{"Nothing, the person says.", "A child was born at home.", "The brother telephoned twice.", "Moved to another room since.", "The cough is better.", "Heard of a friend who arrived.", "Was paid for some weeks of work.", "A cousin left for the coast."},
		{"The wish is the same.", "Wants to go sooner than before.", "Asked again what the first month holds.", "Still has doubts about the town, none about the country.", "Would now go to the aunt and not to the village.", "Has stopped asking about wages."},
		{"Knows that no is enough until the door.", "Named the two other options unasked.", "Laughed when asked who decides.", "Wanted the list of what is given read out twice.", "Took the paper for the first thirty days."},
		{
			"Told us about a well that was dug.", "Sends greetings to the doctor.", "The interpreter was the one of last time.", "We sat under the stairs, where nobody passes.",
			"Keeps the phone number sewn into a sleeve.", "Sleeps better than in autumn.", "Reads the bus timetable to pass the evenings.", "Somebody gave them shoes.",
			"Rain came through the roof twice.", "Has learned forty words of Arabic more.",
		},
	}
	// Short, as what many people ask in the same words.
	questions = []string{
		"How long will it take?", "Will the embassy hear of the detention?", "Can I say no at the airport?", "What of the wages I am owed?",
		"Who will meet me?", "Can I come back one day?", "Will my family know where I was?", "Is there money when I arrive?", "هل أستطيع أن أغيّر رأيي؟", "Et si je tombe malade avant ?",
	}
	// evidence is what an officer relied on when they found that somebody is free to decide.
	evidence = [][]string{
		{
			"Said it back in own words.", "Asked three times, in different words; the answer stayed.", "Spoke freely, and laughed once.", "Took a long while before the first answer.",
			"Interrupted to correct a date.", "Drew the way home on the table.", "Began with the debt and how it was paid.", "Came with a list of points on the back of a ration card.",
			"Was quiet until the interpreter's dialect was right.", "Remembered what had been explained last week.",
		},
		{
			"Named two other options and why not.", "Knows that release is asked for whatever they decide.", "Asked about the option to stay before asking about return.",
			"Had heard of evacuation from a neighbour and wanted to know if it was true.", "Declined the place with a family because of the distance to work.",
			"Would take legal work here over a ticket, and knows there is none.", "Understood that asylum is no question of money.", "Weighed a shelter in town for two days.",
			"Repeated that UNHCR had been offered and what they do.", "Wanted to hear again what staying without papers may mean.",
		},
		{
			"Nobody waits for an answer at home.", "The brother would rather they stayed.", "No debt that depends on it.", "Says who proposed it first: a friend who arrived.",
			"Asked who reads this, and was content.", "Would not be hurried, and was told that there is no hurry.", "Repeated where the refusal can be said.", "Gave the date after which it would be too late for planting.",
			"Mentioned the guard's offer and that it was turned down.", "No sign of distress beyond tiredness.",
		},
		{
			"Shown where the complaint box hangs.", "The date of birth was written wrongly and is mended.", "Asks for the same interpreter next week.", "Left with the number of the hotline.",
			"Will be met again after the doctor.", "The bench outside was empty throughout.", "Two questions about luggage noted.", "Tea was refused, water taken.",
		},
	}
	risks = []string{
		"Asked about the home area and the road to it; no dispute, no party, no debt to armed people. The sheet agrees.",
		"Family reached by telephone; the district is quiet on the day of the sheet.", "Fears poverty, not people. Route by air and then by bus with relatives.",
	}
	reviews = []string{
		"Held, and says that they would ask for return outside too: the second interview, with somebody from outside on the line, bears it out.",
		"The constraint is real; the wish is older than it. An alternative was asked for and the person was told of the answer.",
	}
	answers   = []string{"Hausa; read in the first session.", "Nobody suggested it.", "To stay; declined, no work.", "None open.", "As the person speaks it, read aloud."}
	diagnoses = []string{"Diabetes, on insulin.", "Healing fracture of the lower leg.", "Asthma.", "Pregnancy, 24th week, no complication.", "Hypertension, treated."}
)

// declaration is the text of the return declaration in the languages in which
// the demonstration has one approved. It is this project's own draft: the text
// in use was not found.
var declaration = map[string]string{
	"eng": "I want to return to my country. I was told of other possibilities and what they are. I may say no at any time until the door of the aircraft, without a reason, and I shall be helped as before. What is written about me is shown only to those I have agreed to.",
	"fra": "Je veux rentrer dans mon pays. On m'a parlé des autres possibilités. Je peux dire non à tout moment, jusqu'à la porte de l'avion, sans donner de raison, et l'on m'aidera comme avant. Ce qui est écrit à mon sujet n'est montré qu'à ceux que j'ai acceptés.",
	"ara": "أريد أن أعود إلى بلدي. أُخبرت بالإمكانات الأخرى وما هي. أستطيع أن أقول لا في أي وقت حتى باب الطائرة، بلا سبب، وسأُساعَد كما من قبل. ولا يُطلَع على ما كُتب عني إلا من وافقتُ عليه.",
	"hau": "Ina son komawa ƙasata. An gaya mini sauran hanyoyi. Zan iya cewa a'a a kowane lokaci har zuwa ƙofar jirgi, ba tare da dalili ba.",
	"ben": "আমি আমার দেশে ফিরতে চাই। অন্য সব পথের কথা আমাকে বলা হয়েছে। বিমানের দরজা পর্যন্ত যে কোনো সময় আমি না বলতে পারি।",
}

// translated are the languages with an approved text, in a fixed order.
var translated = []string{"eng", "fra", "ara", "hau", "ben"}
