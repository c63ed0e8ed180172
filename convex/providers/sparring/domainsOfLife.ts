import type { Domain } from "./domain";

/** Streets, tables, animals, games, art, screens, the sky and the conscience. */
export const DOMAINS_OF_LIFE: readonly Domain[] = [
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
