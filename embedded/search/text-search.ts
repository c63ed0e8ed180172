import { compareKeys } from "../store/b-tree";
import { lengthOf, termScore, termWeight } from "./bm25";
import { frequencyOf, lengthCodeOf, type Members, type Postings, type TextIndex } from "./text-index";
import type { TextQuery } from "./text-query";
import { TopK } from "./top-k";
import { MAX_SEARCH_LOOKUPS, MAX_SEARCH_RESULTS } from "../validate/limits";

const PREFIX_BOOST = 0.5;

interface Hit {
  /** Key in `by_creation_time`. */
  readonly position: string;
  /** Higher is better; rounded to a single-precision float, as Convex's are. */
  readonly score: number;
}

/**
 * The best hits, best first; of equal ones, the newest first. Linear in how many documents have the terms or, if there
 * are fewer of those, the filters' values.
 */
export function searchText(index: TextIndex, query: TextQuery): Hit[] {
  const members = query.filters.map((filter) => index.members(filter));
  if (members.some((tree) => tree === undefined)) return [];
  const scores = scoreDocuments(index, matchedTerms(index, query), members as Members[]);
  const best = new TopK<Hit>(MAX_SEARCH_RESULTS, (a, b) => b.score - a.score || compareKeys(b.position, a.position));
  for (const { position, score } of scores) best.push({ position, score: Math.fround(score) });
  return best.sorted();
}

/** Words in the index that match, with what a match is worth: those typed, then those that start with the last one. */
function matchedTerms(index: TextIndex, { terms, filters }: TextQuery): Map<string, number> {
  const boosts = new Map<string, number>();
  for (const { text } of terms) if (index.postings(text) !== undefined) boosts.set(text, 1);
  for (const { text, isPrefix } of terms) {
    if (!isPrefix) continue;
    for (const extension of index.extensions(text)) {
      if (boosts.size + filters.length >= MAX_SEARCH_LOOKUPS) break;
      if (!boosts.has(extension)) boosts.set(extension, PREFIX_BOOST);
    }
  }
  return boosts;
}

function scoreDocuments(
  index: TextIndex,
  boosts: ReadonlyMap<string, number>,
  filters: readonly Members[],
): Iterable<Hit> {
  const { statistics } = index;
  const hits = new Map<string, { readonly position: string; score: number }>();
  for (const [term, boost] of boosts) {
    const postings = index.postings(term)!;
    const weight = termWeight(statistics, postings.size, boost);
    forEachMember(postings, filters, (position, posting) => {
      const score = termScore(statistics, weight, frequencyOf(posting), lengthOf(lengthCodeOf(posting)));
      const hit = hits.get(position);
      if (hit === undefined) hits.set(position, { position, score });
      else hit.score += score;
    });
  }
  return hits.values();
}

/** Every posting whose document is in all filters, by way of the smallest of the trees. */
function forEachMember(
  postings: Postings,
  filters: readonly Members[],
  visit: (position: string, posting: number) => void,
): void {
  const [smallest, ...rest] = filters.toSorted((a, b) => a.size - b.size);
  if (smallest === undefined || postings.size <= smallest.size) {
    postings.forEachPair((position, posting) => {
      if (filters.every((filter) => filter.has(position))) visit(position, posting);
    });
    return;
  }
  smallest.forEachPair((position) => {
    const posting = postings.get(position);
    if (posting !== undefined && rest.every((filter) => filter.has(position))) visit(position, posting);
  });
}
