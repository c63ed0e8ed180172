import type { Domain } from "./domain";
import { DOMAINS_OF_LIFE } from "./domainsOfLife";
import { DOMAINS_OF_WORK } from "./domainsOfWork";

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
  return [...DOMAINS_OF_WORK, ...DOMAINS_OF_LIFE].find((domain) => domain.match.test(topic)) ?? GENERAL;
}
