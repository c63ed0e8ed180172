/** A field that people argue about. `words` are what somebody might call it. */
export interface TopicField {
  words: readonly string[];
  topics: readonly string[];
}

/** What is suggested where no model is asked, or none answers. */
export const TOPIC_FIELDS: readonly TopicField[] = [
  {
    words: ["technology", "tech", "computers", "internet", "digital"],
    topics: [
      "Should every app tell you how much of your day it took?",
      "Is owning music better than streaming it?",
      "Should phones be left at the door in restaurants?",
      "Are paper maps worth keeping in the age of navigation?",
      "Should social networks show posts in the order of time only?",
      "Is a house full of smart devices worth its trouble?",
    ],
  },
  {
    words: ["artificial intelligence", "ai", "robots", "machines", "models"],
    topics: [
      "Should machine-made pictures be allowed in art competitions?",
      "Will people still learn foreign languages when machines translate everything?",
      "Should a robot be allowed to say that it is your friend?",
      "Is a machine that admits mistakes better than one that makes fewer?",
      "Should AI write first drafts of laws?",
      "Is it rude not to thank a chatbot?",
    ],
  },
  {
    words: ["work", "jobs", "office", "career", "business"],
    topics: [
      "Is remote work better than office work?",
      "Should a four-day week become the rule?",
      "Should salaries be public within a company?",
      "Are meetings better standing up?",
      "Is it better to be a specialist than a generalist?",
      "Should job interviews be replaced by a day of trial work?",
    ],
  },
  {
    words: ["school", "education", "students", "teachers", "university", "learning"],
    topics: [
      "Should homework be banned?",
      "Is it better to learn history backwards, from today?",
      "Should cooking be a school subject?",
      "Are open-book exams fairer than closed ones?",
      "Should school start later in the morning?",
      "Is handwriting worth teaching?",
    ],
  },
  {
    words: ["city", "cities", "urban", "traffic", "transport", "cars", "housing"],
    topics: [
      "Should cities ban private cars from their centres?",
      "Should public transport be free?",
      "Are tall buildings good for a city?",
      "Should every street have more trees than parking places?",
      "Is life in a small town better than life in a big city?",
      "Should escalators be for standing only?",
    ],
  },
  {
    words: ["climate", "energy", "environment", "nature", "green"],
    topics: [
      "Is nuclear energy the answer to climate change?",
      "Should short flights be replaced by trains?",
      "Should lawns give way to wild meadows?",
      "Are small personal sacrifices worth making for the climate?",
      "Should wolves return to densely settled countries?",
      "Is repairing always better than replacing?",
    ],
  },
  {
    words: ["food", "cooking", "kitchen", "drinks", "eating", "restaurants"],
    topics: [
      "Does pineapple belong on pizza?",
      "Is coffee better than tea?",
      "Is breakfast the most important meal of the day?",
      "Is a hot dog a sandwich?",
      "Should tips be abolished?",
      "Is soup a meal?",
    ],
  },
  {
    words: ["sport", "sports", "football", "olympics", "fitness"],
    topics: [
      "Is chess a sport?",
      "Should video referees be taken out of football?",
      "Should the Olympic Games always be held in the same place?",
      "Is running better than swimming?",
      "Should athletes be role models?",
      "Are draws good for a sport?",
    ],
  },
  {
    words: ["culture", "film", "films", "books", "music", "art", "reading", "movies"],
    topics: [
      "Is the book always better than the film?",
      "Should museums give back what was taken?",
      "Are spoilers really harmful?",
      "Should classical concerts allow applause at any time?",
      "Is a sequel ever better than the original?",
      "Are audiobooks reading?",
    ],
  },
  {
    words: ["science", "research", "space", "universe", "physics", "mars"],
    topics: [
      "Should humans settle on Mars?",
      "Should mammoths be brought back?",
      "Is curiosity a good enough reason to pay for research?",
      "Should we send messages to other civilisations?",
      "Will time travel ever be possible?",
      "Should Pluto be called a planet again?",
    ],
  },
  {
    words: ["politics", "democracy", "government", "voting", "law", "state"],
    topics: [
      "Should voting be mandatory?",
      "Should the voting age be sixteen?",
      "Should members of parliament be drawn by lot?",
      "Do monarchies have a place in a democracy?",
      "Should every law expire after twenty years?",
      "Should billboards be banned?",
    ],
  },
  {
    words: ["money", "economy", "finance", "wealth", "shopping", "tax"],
    topics: [
      "Can money buy happiness?",
      "Should a universal basic income replace welfare?",
      "Should cash be kept for ever?",
      "Is renting better than buying a home?",
      "Should shops close on Sundays?",
      "Are lotteries a tax on hope?",
    ],
  },
  {
    words: ["health", "sleep", "medicine", "body", "mind"],
    topics: [
      "Should afternoon naps be part of the working day?",
      "Is walking the best exercise?",
      "Should sugar be taxed?",
      "Is it better to be an early bird than a night owl?",
      "Are daily habits stronger than willpower?",
      "Should doctors prescribe time outdoors?",
    ],
  },
  {
    words: ["animals", "pets", "cats", "dogs", "zoo"],
    topics: [
      "Are cats better company than dogs?",
      "Should zoos be abolished?",
      "Should pigeons be welcome in cities?",
      "Are goldfish proper pets?",
      "Should octopuses have rights?",
      "Is the horse the most important animal in history?",
    ],
  },
  {
    words: ["philosophy", "ethics", "life", "happiness", "morals", "truth"],
    topics: [
      "Is free will an illusion?",
      "Is it better to be feared than loved?",
      "Is a white lie ever a kindness?",
      "Would you be right to take the last biscuit?",
      "Is it better to be lucky than good?",
      "Would immortality be boring?",
    ],
  },
  {
    words: ["family", "friends", "children", "parents", "home", "relationships"],
    topics: [
      "Should children choose their own bedtime?",
      "Are old friends better than new ones?",
      "Should pocket money be earned?",
      "Is it better to grow up with siblings?",
      "Should family recipes be kept secret?",
      "Is boredom good for children?",
    ],
  },
  {
    words: ["programming", "software", "code", "developers", "engineering"],
    topics: [
      "Are tabs better than spaces?",
      "Will AI replace programmers?",
      "Is a monolith better than microservices?",
      "Should every programmer learn assembly language?",
      "Are comments in code a sign of failure?",
      "Should software be released on Fridays?",
    ],
  },
  {
    words: ["travel", "holidays", "tourism", "languages"],
    topics: [
      "Is travelling alone better than travelling together?",
      "Should popular sights sell fewer tickets?",
      "Is a holiday at home a real holiday?",
      "Should everybody learn the same second language?",
      "Are souvenirs worth their luggage?",
      "Is the window seat better than the aisle?",
    ],
  },
];
