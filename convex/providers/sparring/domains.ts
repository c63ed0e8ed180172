/** What a field of life brings to an argument. Each list has four phrases; `who` is always plural. */
export interface Domain {
  match: RegExp;
  /** People who live with the outcome. */
  who: readonly string[];
  /** What one could look at to know. */
  what: readonly string[];
  /** What may go wrong. */
  risk: readonly string[];
  /** What may go right. */
  gain: readonly string[];
  /** Where it is felt. */
  scene: readonly string[];
}

const DOMAINS: readonly Domain[] = [
  {
    match: /\b(ai|a\.i|artificial|algorithm\w*|robots?|chatbots?|llms?|machine|automat\w+|superintelligence)\b/i,
    who: ["junior staff", "people whose work is scored by software", "reviewers on a deadline", "small teams"],
    what: [
      "who signs for a mistake",
      "error logs from real use",
      "work handed back for repair",
      "appeals that succeed",
    ],
    risk: [
      "errors that sound confident",
      "skills that fade unnoticed",
      "a black box with a veto",
      "blame without an owner",
    ],
    gain: [
      "dull work done overnight",
      "a second pair of eyes",
      "expertise within reach of novices",
      "time for hard cases",
    ],
    scene: ["in a back office at quarter end", "on a help desk", "during a code review", "inside a hiring round"],
  },
  {
    match:
      /\b(programm\w+|software|cod(e|ing)|tabs|spaces|vim|emacs|typescript|javascript|python|rust|linux|developers?|databases?|open.source)\b/i,
    who: ["maintainers", "the people on call", "newcomers to the codebase", "reviewers"],
    what: [
      "the diff nobody wants to read",
      "the bug tracker after a release",
      "time from clone to first fix",
      "pages at night",
    ],
    risk: [
      "style fights that never end",
      "a migration with no finish line",
      "cleverness nobody can debug",
      "silent breakage",
    ],
    gain: [
      "reviews about substance",
      "fewer surprises after midnight",
      "code that strangers can change",
      "boring releases",
    ],
    scene: [
      "in a pull request on a Friday",
      "during an outage",
      "on the first day of a new hire",
      "in a ten-year-old repository",
    ],
  },
  {
    match:
      /\b(remote|offices?|work\w*|jobs?|employ\w+|manag\w+|careers?|unions?|meetings?|salar\w+|weekends?|four.day)\b/i,
    who: ["new hires", "commuters", "parents on a shared calendar", "team leads"],
    what: [
      "who leaves and why",
      "hours that end up unpaid",
      "decisions made without a meeting",
      "promotions two years on",
    ],
    risk: [
      "loneliness that looks like focus",
      "meetings that breed meetings",
      "a two-tier team",
      "burnout behind a green dot",
    ],
    gain: ["mornings that belong to people", "uninterrupted work", "hiring beyond one city", "evenings at home"],
    scene: ["on a Tuesday afternoon", "in the first week of a job", "during a reorganisation", "when a deadline slips"],
  },
  {
    match:
      /\b(schools?|educat\w+|students?|teachers?|homework|exams?|universit\w+|colleges?|degrees?|grad(e|es|ing)|learn\w*|class\w*|uniforms?)\b/i,
    who: [
      "pupils at the back of the room",
      "teachers with thirty names to learn",
      "families without a spare desk",
      "late bloomers",
    ],
    what: [
      "what pupils still know in spring",
      "who stops raising a hand",
      "attendance after winter",
      "marks of the quietest third",
    ],
    risk: [
      "children ranked by their parents",
      "lessons written for inspectors",
      "boredom taught as duty",
      "a gap that compounds",
    ],
    gain: ["curiosity that survives June", "time with a patient adult", "a fair start", "habits worth keeping"],
    scene: [
      "in a classroom after lunch",
      "at a kitchen table at eight",
      "in the week before exams",
      "on the first day of term",
    ],
  },
  {
    match:
      /\b(climate|carbon|energy|nuclear|solar|wind|fossil|oil|coal|environment\w*|green|plastic|recycl\w+|emission\w*|electric|pollution)\b/i,
    who: [
      "households that heat one room",
      "grid engineers",
      "farmers on a flood plain",
      "towns built around one plant",
    ],
    what: [
      "the price of a winter evening",
      "tonnes avoided per year of work",
      "permits still pending",
      "the load curve at dusk",
    ],
    risk: [
      "a target without a plan",
      "costs exported out of sight",
      "decades spent waiting for better",
      "a grid with no slack",
    ],
    gain: ["air that children can run in", "power that needs no tanker", "bills without shocks", "jobs that stay put"],
    scene: [
      "on the coldest night of the year",
      "downwind of a chimney",
      "in a village next to the site",
      "during a heat wave",
    ],
  },
  {
    match:
      /\b(health\w*|medic\w+|doctors?|hospitals?|drugs?|vaccin\w+|disease\w*|diets?|vegan\w*|sleep|smok\w+|alcohol|sugar|exercise|therapy|mental)\b/i,
    who: ["night-shift nurses", "patients without a car", "carers who never clock out", "people between two diagnoses"],
    what: [
      "waiting lists in February",
      "who comes back within a month",
      "what patients stop taking",
      "years lived in good shape",
    ],
    risk: [
      "shame that keeps people away",
      "a cure for the wrong group",
      "side effects found late",
      "triage by postcode",
    ],
    gain: ["trouble caught early", "an hour of unhurried care", "fewer ambulances", "years worth having"],
    scene: [
      "in a ward at four in the morning",
      "at a village pharmacy",
      "in a crowded waiting room",
      "after the second opinion",
    ],
  },
  {
    match:
      /\b(law\w*|justice|prisons?|crime\w*|criminal\w*|police|courts?|jur(y|ies)|death penalty|guns?|punish\w+|rights?|voting|votes?|democra\w+|govern\w+|elect\w+|tax\w*|monarch\w+|president\w*|politic\w+|countr\w+|borders?|immigra\w+)\b/i,
    who: [
      "citizens without a lawyer",
      "clerks who apply the text",
      "voters at the edge of the map",
      "people the headline forgot",
    ],
    what: [
      "who is charged and who is warned",
      "appeals won years later",
      "turnout in the poorest ward",
      "the text after its third amendment",
    ],
    risk: [
      "power that outlives its reason",
      "rules bent for friends",
      "a precedent for the next ruler",
      "trust spent in one term",
    ],
    gain: [
      "decisions that bind the strong",
      "disputes settled without fists",
      "a state that explains itself",
      "quiet streets",
    ],
    scene: [
      "in a courtroom on a Monday",
      "at a polling station in the rain",
      "at a border post",
      "in the year after the headline",
    ],
  },
  {
    match:
      /\b(money|econom\w+|income|basic income|wages?|rich|poor|billionaires?|capitalis\w+|market\w*|banks?|crypto\w*|bitcoin|cash|inflation|trade|debt|housing|rent|welfare|invest\w+)\b/i,
    who: ["people paid by the hour", "savers with one account", "shopkeepers", "renters"],
    what: [
      "what is left on the 28th",
      "who can say no to a bad offer",
      "prices at the corner shop",
      "arrears in a bad quarter",
    ],
    risk: [
      "a subsidy captured by the loudest",
      "a bubble sold as freedom",
      "fees in the small print",
      "a cliff one pay rise away",
    ],
    gain: ["room to refuse", "a cushion against bad luck", "new firms on dull streets", "plans longer than a month"],
    scene: [
      "at a kitchen table with the bills",
      "in a town after the factory",
      "on payday",
      "in the queue at the bank",
    ],
  },
  {
    match:
      /\b(cit(y|ies)|cars?|driv\w+|traffic|bik\w+|bicycles?|cycling|trains?|transport\w*|public transit|roads?|streets?|towns?|suburbs?|airports?|fly\w*|flights?|travel\w*|touris\w+|parking)\b/i,
    who: ["parents with a pushchair", "delivery riders", "residents two streets away", "people past the last stop"],
    what: ["door-to-door minutes", "who crosses without fear", "empty seats at noon", "noise at the bedroom window"],
    risk: [
      "a jam moved one street over",
      "a line that misses the poor",
      "shops that close in year one",
      "a decade of cones",
    ],
    gain: ["streets where children play", "a trip without a timetable", "quiet after ten", "errands on foot"],
    scene: ["at rush hour in the rain", "outside a primary school", "at the last bus stop", "on a Sunday morning"],
  },
  {
    match:
      /\b(pizza|pineapple|food|cook\w*|coffee|tea|bread|cereal|milk|hot ?dogs?|sandwich\w*|burgers?|meat|chees\w+|chocolate|soups?|eat\w*|breakfast|dinner|restaurants?|ketchup|salads?|wine|beer)\b/i,
    who: ["hungry guests", "cooks with four burners", "picky eaters", "people who share a plate"],
    what: [
      "which plate comes back empty",
      "the order after the first date",
      "leftovers at midnight",
      "what regulars ask for",
    ],
    risk: ["a soggy compromise", "snobbery with a fork", "flavour lost to habit", "a dish nobody finishes"],
    gain: [
      "salt, acid and sweet in one bite",
      "seconds all round",
      "a table that argues and laughs",
      "a reason to linger",
    ],
    scene: ["at a table for six", "in a kitchen at midnight", "over the last slice", "on the morning after"],
  },
  {
    match: /\b(cats?|dogs?|pets?|animals?|zoos?|horses?|birds?|wildlife|whales?|wolves|bears?|fish|insects?|bees)\b/i,
    who: ["owners with a day job", "neighbours behind thin walls", "children who beg for one", "shelter volunteers"],
    what: [
      "how a household runs on a wet Tuesday",
      "who gets up at six",
      "the bill from the vet",
      "what happens in the third year",
    ],
    risk: [
      "devotion that lasts until August",
      "a guardian who sleeps all day",
      "a lonely creature in a small flat",
      "scratches on every promise",
    ],
    gain: ["company without small talk", "a reason to go outside", "warmth that asks for little", "a calmer house"],
    scene: ["on a sofa in January", "at the door after work", "in a third-floor flat", "at the shelter"],
  },
  {
    match:
      /\b(sports?|football|soccer|basketball|tennis|chess|olympic\w*|athlet\w+|e-?sports|games?|gaming|videogames?|players?|referees?|boxing|doping|goat|messi|ronaldo)\b/i,
    who: ["amateurs on a muddy pitch", "fans in the cheap seats", "referees", "players after the cameras leave"],
    what: ["what happens under pressure", "who plays on at forty", "the record in away games", "gates on a cold night"],
    risk: [
      "glory bought in a laboratory",
      "talent priced out at twelve",
      "a spectacle without a contest",
      "luck mistaken for merit",
    ],
    gain: ["nerve that can be practised", "a contest worth losing", "friends across a net", "joy that costs a ball"],
    scene: [
      "in the last minute of extra time",
      "on a gravel court",
      "in a half-empty stadium",
      "at a kitchen chessboard",
    ],
  },
  {
    match:
      /\b(books?|films?|movies?|music|art\w*|museums?|paint\w+|novels?|poet\w+|literature|theat\w+|songs?|cultur\w*|languages?|histor\w+|remakes?|sequels?|vinyl|radio|television|tv|star wars|star trek)\b/i,
    who: ["people who saw it at fifteen", "librarians", "unknown makers", "audiences in the cheap seats"],
    what: [
      "what gets quoted in twenty years",
      "who returns a second time",
      "the shelf that is always empty",
      "silence after the ending",
    ],
    risk: [
      "nostalgia in place of taste",
      "a canon guarded by its members",
      "content where work should be",
      "applause by algorithm",
    ],
    gain: [
      "an hour that changes a mind",
      "a voice from outside the room",
      "craft passed hand to hand",
      "something to argue about at home",
    ],
    scene: ["in the back row", "in a library at closing time", "on a first listen", "in the queue outside"],
  },
  {
    match:
      /\b(privacy|social media|internet|phones?|smartphones?|surveillance|data|online|tiktok|facebook|twitter|instagram|screens?|news|media|censor\w*|anonym\w+|encrypt\w+|influencers?)\b/i,
    who: ["teenagers at midnight", "moderators", "people who never read the terms", "journalists with a source"],
    what: ["what is kept after deletion", "minutes lost per unlock", "who gets the subpoena", "reports that go unread"],
    risk: [
      "a record that outlives the mistake",
      "outrage sold by the minute",
      "a leak that cannot be recalled",
      "silence out of caution",
    ],
    gain: [
      "a friend within reach",
      "room to be wrong in private",
      "evidence the powerful dislike",
      "attention given back",
    ],
    scene: [
      "under a blanket at one in the morning",
      "in a family group chat",
      "on the day of a breach",
      "in a crowded feed",
    ],
  },
  {
    match:
      /\b(space|mars|moon|planets?|aliens?|scien\w+|physics|mathemat\w*|math|universe|research|rockets?|astronaut\w*|evolution|quantum|time travel|simulation)\b/i,
    who: ["crews without a rescue", "graduate students", "taxpayers who look up", "engineers with one launch window"],
    what: [
      "results someone else repeated",
      "mass left over for mistakes",
      "what the instruments missed",
      "questions opened per answer",
    ],
    risk: [
      "a flag in place of a finding",
      "a theory nothing could refute",
      "one seal, one crew, one chance",
      "hope presented as data",
    ],
    gain: [
      "a question nobody could ask before",
      "tools that fall back to Earth",
      "a second basket for our eggs",
      "maps of the unknown",
    ],
    scene: [
      "two hundred days from home",
      "in a clean room",
      "at the telescope before dawn",
      "in a seminar that runs over",
    ],
  },
  {
    match:
      /\b(free will|moral\w*|ethic\w*|philosoph\w+|god|relig\w+|happiness|meaning|truth|lov(e|ed|ing)|marriage|famil\w+|parent\w*|child\w*|kids|friend\w*|human\w*|death|life|fear\w*|luck|beauty|soul)\b/i,
    who: [
      "people with a hard choice by Friday",
      "those who forgive",
      "children who copy what they see",
      "friends who tell the truth",
    ],
    what: [
      "what we do unobserved",
      "whom we thank and whom we blame",
      "the promise kept at a cost",
      "regrets at eighty",
    ],
    risk: [
      "an excuse dressed as wisdom",
      "comfort bought with a lie",
      "blame without understanding",
      "a rule with no mercy",
    ],
    gain: [
      "a life that can be explained",
      "patience with strangers",
      "choices owned in daylight",
      "grace after a failure",
    ],
    scene: ["at a bedside", "after an apology", "when nobody is watching", "at a long family table"],
  },
];

const GENERAL: Domain = {
  match: /(?:)/,
  who: ["people who were never asked", "those who must carry it out", "latecomers", "sceptics with experience"],
  what: [
    "what happens on an ordinary day",
    "who pays when it fails",
    "what remains after a year",
    "the cases left out",
  ],
  risk: [
    "a slogan with no second page",
    "costs that arrive late",
    "an exception that eats the rule",
    "pride in a sunk cost",
  ],
  gain: ["fewer bad surprises", "choices people can explain", "time for what matters", "a result that lasts"],
  scene: ["on an ordinary Wednesday", "away from the podium", "when the novelty is gone", "in the hands of strangers"],
};

export function domainOf(topic: string): Domain {
  return DOMAINS.find((domain) => domain.match.test(topic)) ?? GENERAL;
}
