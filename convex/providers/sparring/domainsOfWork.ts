import type { Domain } from "./domain";

/** Machines, jobs, schools, energy, health, the state and money. */
export const DOMAINS_OF_WORK: readonly Domain[] = [
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
];
