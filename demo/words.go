package demo

// What people said and officers wrote in the demonstration. It is invented,
// and as short as such notes are when they are honest.

var (
	wishes = []string{
		"I want to see my mother while she lives.", "There is nothing for me here. I want to go back and begin again.",
		"I came to work and was sold twice. I want to be at home.", "أريد أن أعود إلى بيتي.", "My children do not know me. I want to go home.",
		"Je veux rentrer chez moi, j'ai assez marché.", "The sea took my brother. I do not want to try again.", "I am tired. At home there is at least my field.",
		"J'ai demandé moi-même, personne ne m'a poussé.", "If I could stay and work I would. I cannot, so I want to return.",
	}
	questions = []string{
		"How long will it take?", "Will my embassy be told that I was in detention?", "Can I still say no at the airport?", "What happens with the wages that I am owed?",
		"Who will meet me?", "Can I come back one day?", "Will my family know that I was held?", "Is there money when I arrive?", "هل أستطيع أن أغيّر رأيي؟", "Et si je tombe malade avant ?",
	}
	evidence = []string{
		"Said it back in own words; named two other options and why not.", "Asked three times, in different words; the answer stayed.",
		"Knows that release is asked for whatever they decide.", "Spoke freely; asked about the option to stay before asking about return.",
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
